/** Shells that are to become steps wait at these in turn: of two at one door either might take what was meant for the other. */
export const doors = [4, 5, 6, 7] as const;

/**
 * Starts one step after the other and says where each ends, in the pipe that the steps print to: so what a step printed is complete
 * when its end is read, and its two streams keep the order they were written in. `set -m` gives each a process group, and with it a
 * Ctrl-C that is not ignored. Each opens the pipe for itself: one that makes its output non-blocking, as Node does, would otherwise
 * do so for all. The shells that become the next three steps are forked while one is at work, and wait for their numbers; the rehearsal
 * itself opens their doors, of two at times before the one at work has ended. Where a number was not taken, a step had killed the
 * shell that waited: another one takes it. Those that wait end with the launcher; the launcher ends when nothing more is asked of it,
 * also where nobody listens any more. Neither opens a pipe whose other end nobody may hold by then: that would never return.
 */
export const launcherProgram = `set -m
read -r token || exit
. "$0-held"
exec 3>"$0" 4<>"$0-4" 5<>"$0-5" 6<>"$0-6" 7<>"$0-7"
trap : PIPE
fork() {
  {
    (
      while read -r told && [ "$told" != "$1" ]; do :; done <&8
      [ "$told" = "$1" ] && exec 8<&- && . "$0-launch-$2"
    ) </dev/null >"$0" 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 9<&- &
  } 8<"$0-$2" 9<"$0"
}
number=1
fork 1 4
next=$!
printf '\\1%s next %s\\n' "$token" "$next" >&3
fork 2 5
after=$!
fork 3 6
third=$!
while read -r told; do
  now=$next next=$after after=$third was=$number by=$((4 + (number - 1) % 4))
  number=$((number + 1))
  fork $((number + 2)) $((4 + (number + 1) % 4))
  third=$!
  wait "$now"
  code=$?
  while read -r -t 0 <&"$by"; do
    fork "$was" "$by"
    now=$!
    printf '\\1%s next %s\\n' "$token" "$now" >&3
    wait "$now"
    code=$?
  done
  left=ended
  if kill -0 -- "-$now"; then left=left; fi
  printf '\\1%s ends %s %s %s\\n' "$token" "$code" "$left" "$next" >&3
done
kill -KILL -- "-$next" "-$after" "-$third"
wait "$next" "$after" "$third"`;
