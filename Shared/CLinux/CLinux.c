#define _GNU_SOURCE
#include "CLinux.h"

int clinux_accept(int listener, struct sockaddr *address, socklen_t *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static _Thread_local const void *thread_owner;

const void *clinux_thread_owner(void) {
    return thread_owner;
}

void clinux_set_thread_owner(const void *owner) {
    thread_owner = owner;
}
