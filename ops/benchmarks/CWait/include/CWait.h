#ifndef CWAIT_H
#define CWAIT_H

#include <poll.h>

/// `poll` with its patience in nanoseconds: `ppoll`, which Swift's module of the C library leaves out.
int wait_for(struct pollfd *watched, unsigned long count, long nanoseconds);

#endif
