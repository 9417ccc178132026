#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int clinux_accept(int listener, struct sockaddr *address, socklen_t *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int clinux_stream_socket(int family) {
    return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

ssize_t clinux_receive(int descriptor, void *buffer, size_t capacity) {
    return syscall(SYS_recvfrom, descriptor, buffer, capacity, 0, NULL, NULL);
}

ssize_t clinux_send(int descriptor, const void *bytes, size_t count) {
    return syscall(SYS_sendto, descriptor, bytes, count, MSG_NOSIGNAL, NULL, 0);
}

int clinux_epoll_control(int poller, int operation, int descriptor, uint32_t interest, uint64_t tag) {
    struct epoll_event event = { .events = interest, .data = { .u64 = tag } };
    return epoll_ctl(poller, operation, descriptor, &event);
}

static _Thread_local const void *thread_owner;

const void *clinux_thread_owner(void) {
    return thread_owner;
}

void clinux_set_thread_owner(const void *owner) {
    thread_owner = owner;
}

int clinux_await_end(pid_t child) {
    siginfo_t info;
    int result;
    do { result = waitid(P_PID, child, &info, WEXITED | WNOWAIT); } while (result < 0 && errno == EINTR);
    if (result < 0) return -1;
    return info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
}

void clinux_name_thread(const char *name) {
    pthread_setname_np(pthread_self(), name);
}
