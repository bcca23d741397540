// A small HTTP server for tests of rollouts. What it does is set by its environment:
//
//	PORT         where it listens (8080)
//	VERSION      what GET / answers first, and with it RELEASE, COMMIT and IMAGE where set
//	CRASH        exits at once with this code
//	CRASH_AFTER  exits with code 1 after this time ("3s")
//	START_AFTER  listens only after this time
//	UNHEALTHY    any value: /healthz answers 503
//
// GET /exit?code=N ends it from outside; SIGTERM lets it finish what it is answering.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func duration(name string) time.Duration {
	value, err := time.ParseDuration(setting(name, "0s"))
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: expected a duration like 3s, got %q\n", name, os.Getenv(name))
		os.Exit(2)
	}
	return value
}

func main() {
	if code, err := strconv.Atoi(os.Getenv("CRASH")); err == nil {
		fmt.Fprintf(os.Stderr, "crash asked for by CRASH=%d\n", code)
		os.Exit(code)
	}
	if after := duration("CRASH_AFTER"); after > 0 {
		time.AfterFunc(after, func() {
			fmt.Fprintf(os.Stderr, "crash asked for by CRASH_AFTER=%s\n", after)
			os.Exit(1)
		})
	}
	time.Sleep(duration("START_AFTER"))

	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		if os.Getenv("UNHEALTHY") != "" {
			http.Error(w, "unhealthy, as asked for by UNHEALTHY", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	http.HandleFunc("/exit", func(_ http.ResponseWriter, r *http.Request) {
		code, _ := strconv.Atoi(r.URL.Query().Get("code"))
		os.Exit(code)
	})
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		host, _ := os.Hostname()
		w.Header().Set("X-Pod", host)
		fmt.Fprintln(w, setting("VERSION", "unset"))
		for _, name := range []string{"RELEASE", "COMMIT", "IMAGE"} {
			if value := os.Getenv(name); value != "" {
				fmt.Fprintf(w, "%s=%s\n", name, value)
			}
		}
	})

	server := &http.Server{Addr: ":" + setting("PORT", "8080")}
	ended, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	go func() {
		fmt.Printf("version %s listens on %s\n", setting("VERSION", "unset"), server.Addr)
		if err := server.ListenAndServe(); err != http.ErrServerClosed {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}()
	<-ended.Done()
	if err := server.Shutdown(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	fmt.Println("ended by a signal")
}
