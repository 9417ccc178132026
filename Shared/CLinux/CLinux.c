#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
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

static void become(
    const char *program, char *const arguments[], char *const environment[], int output, int dies_with_thread,
    pid_t parent, int report) {
    // What waits for it after the mask is lifted must not meet a handler of ours.
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    setsid();
    if (dies_with_thread) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        // Whoever died before the line above sends nothing.
        if (getppid() != parent) _exit(127);
    }
    int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, 0);
    dup2(output, 1);
    dup2(output, 2);
    syscall(SYS_close_range, 3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC, since Linux 5.11; ours have the flag anyway */);
    // What we were started with is not the child's: a shell in the background ignores SIGINT, for instance.
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(program, arguments, environment);
    int reason = errno;
    if (write(report, &reason, sizeof reason) < 0) _exit(126);
    _exit(127);
}

pid_t clinux_spawn(
    const char *program, char *const arguments[], char *const environment[], int output, int dies_with_thread) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) < 0) return -1;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) become(program, arguments, environment, output, dies_with_thread, parent, report[1]);
    int reason = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (child > 0) {
        ssize_t count;
        do { count = read(report[0], &reason, sizeof reason); } while (count < 0 && errno == EINTR);
        if (count > 0) {
            while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
            child = -1;
        }
    }
    close(report[0]);
    if (child < 0) errno = reason;
    return child;
}

int clinux_process_descriptor(pid_t child) {
    // The kernel makes it close-on-exec itself.
    return (int)syscall(SYS_pidfd_open, child, 0);
}

int clinux_collect(pid_t child, int *status, int *is_signal) {
    int state;
    pid_t found;
    do { found = waitpid(child, &state, WNOHANG); } while (found < 0 && errno == EINTR);
    if (found == 0) return 1;
    if (found < 0) return -1;
    *is_signal = WIFSIGNALED(state) != 0;
    *status = *is_signal ? WTERMSIG(state) : WEXITSTATUS(state);
    return 0;
}

void clinux_name_thread(const char *name) {
    pthread_setname_np(pthread_self(), name);
}
