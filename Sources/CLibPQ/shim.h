#ifndef CLIBPQ_SHIM_H
#define CLIBPQ_SHIM_H

#include <libpq-fe.h>
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

/// Names the calling thread for `top -H`, `gdb` and core dumps; 15 bytes are kept. `prctl` is variadic, so Swift cannot call it.
static inline void clibpq_name_this_thread(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}

/// Waits for `events` on `socket` or for readability of `wake` (-1: none). Returns 0 when `milliseconds` (-1: for ever) passed,
/// else a set of: 1 = the socket is ready (or broken), 2 = `wake` is readable. A signal counts as the time having passed.
static inline int clibpq_wait(int socket, short events, int wake, int milliseconds) {
    struct pollfd watched[2] = {{socket, events, 0}, {wake, POLLIN, 0}};
    int ready = poll(watched, wake < 0 ? 1 : 2, milliseconds);
    if (ready <= 0) return 0;
    return (watched[0].revents ? 1 : 0) | (wake >= 0 && watched[1].revents ? 2 : 0);
}

#endif
