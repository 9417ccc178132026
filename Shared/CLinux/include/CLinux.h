// What Linux offers that Swift's own Glibc module does not import, or imports in a form we cannot call:
// epoll, eventfd, signalfd, accept4, and the handful of macros behind them.
#ifndef RISHI_CLINUX_H
#define RISHI_CLINUX_H

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

/// accept4(2), hidden from Swift behind _GNU_SOURCE. The new descriptor is non-blocking and close-on-exec.
int clinux_accept(int listener, struct sockaddr *address, socklen_t *length);

/// socket(2) for a stream, non-blocking and close-on-exec from birth.
int clinux_stream_socket(int family);

/// recv(2) and send(2) without a signal on a broken pipe, and without being cancellation points of pthreads: in a
/// process of several threads the C library's own pay for that at each call.
ssize_t clinux_receive(int descriptor, void *buffer, size_t capacity);
ssize_t clinux_send(int descriptor, const void *bytes, size_t count);

/// epoll_ctl(2) with the event's union spelled as the one word we use.
int clinux_epoll_control(int poller, int operation, int descriptor, uint32_t interest, uint64_t tag);

/// The tag given to clinux_epoll_control for the event; epoll_event is packed, so Swift must not touch its union.
static inline uint64_t clinux_event_tag(const struct epoll_event *event) {
    return event->data.u64;
}

/// The executor the calling thread belongs to, or NULL: one thread-local word, set once by each loop's thread.
const void *clinux_thread_owner(void);
void clinux_set_thread_owner(const void *owner);

/// Waits until a child has ended and returns its exit status, or 128 and the number of the signal that ended it. The
/// child is left to whoever collects it; -1 when that has happened already.
int clinux_await_end(pid_t child);

/// Starts a program as a child in a session of its own, with `output` as its standard output and error, nothing on its
/// standard input, no other descriptor, and every signal as a new process has it. With `dies_with_thread` the kernel
/// kills it when the calling thread ends, however that comes about (PR_SET_PDEATHSIG). Returns its pid, or -1 and errno,
/// also when the program could not be executed. fork(2) leaves the child one thread and whatever locks others held, so
/// between it and execve(2) there are system calls only.
pid_t clinux_spawn(
    const char *program, char *const arguments[], char *const environment[], int output, int dies_with_thread);

/// pidfd_open(2): a descriptor that can be read once the process has ended; close-on-exec. -1 and errno otherwise.
int clinux_process_descriptor(pid_t child);

/// Collects a child that has ended: 0 and its exit status or the number of the signal that ended it in `*status` and
/// `*is_signal`; 1 while it runs; -1 when there is no such child.
int clinux_collect(pid_t child, int *status, int *is_signal);

/// pthread_setname_np(3) for the calling thread; the name has at most 15 bytes.
void clinux_name_thread(const char *name);

#endif
