#define _GNU_SOURCE
#include "CWait.h"

int wait_for(struct pollfd *watched, unsigned long count, long nanoseconds) {
    struct timespec patience = {.tv_sec = 0, .tv_nsec = nanoseconds};
    return ppoll(watched, count, &patience, 0);
}
