"""
One process and a few threads for each pod: its metrics are whole without a shared folder, and the autoscaler adds pods, not
processes. gunicorn's own words go out as JSON lines like all others.
"""

import os

bind = f"0.0.0.0:{os.environ.get('PORT') or '5000'}"
workers = 1
worker_class = "gthread"
threads = 8
keepalive = 30
graceful_timeout = 20
# it would lie in the home folder, which is read-only in the image; nothing here asks for it
control_socket_disable = True
# the heartbeat file must lie on something writable, and never on a disk that can stall
worker_tmp_dir = "/dev/shm"  # nosec B108
wsgi_app = "product_api.app:from_environment()"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "product_api.log.JsonLines"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
    "root": {"level": "WARNING", "handlers": ["stdout"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["stdout"], "propagate": False},
        "gunicorn.access": {"level": "ERROR", "handlers": [], "propagate": False},
    },
}
