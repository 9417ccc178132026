// What Linux offers that Swift's own Glibc module does not import, or imports in a form we cannot call:
// epoll, eventfd, signalfd, accept4, and the handful of macros behind them.
#ifndef RISHI_CLINUX_H
#define RISHI_CLINUX_H

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

/// accept4(2): hidden from Swift behind _GNU_SOURCE. The new descriptor is non-blocking and close-on-exec.
int clinux_accept(int listener, struct sockaddr *address, socklen_t *length);

/// The executor the calling thread belongs to, or NULL: one thread-local word, set once by each loop's thread.
const void *clinux_thread_owner(void);
void clinux_set_thread_owner(const void *owner);

#endif
