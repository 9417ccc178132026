// Shows ThreadSanitizer the half of Swift's Mutex that it cannot see. `deploy/test --sanitize thread` preloads it.
//
// On Linux a Mutex is one word. Taking and leaving it uncontended are atomics inlined into our code, which the
// sanitizer instruments. Under contention `_lockSlow` and `_unlockSlow` do the same in the kernel (FUTEX_LOCK_PI and
// FUTEX_UNLOCK_PI), from a library that is not instrumented: the order they establish is real and invisible, and each
// value handed over that way would be reported as a race. These two stand in front of the library's and say what it
// did, so that nothing has to be suppressed. A toolchain that renames them brings the false reports back, at worst.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock_slow(uint32_t self_id, SELF void *mutex) __asm__(LOCK);
SWIFT void unlock_slow(SELF void *mutex) __asm__(UNLOCK);

SWIFT void lock_slow(uint32_t self_id, SELF void *mutex) {
    SWIFT void (*real)(uint32_t, SELF void *) = dlsym(RTLD_NEXT, LOCK);
    real(self_id, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void unlock_slow(SELF void *mutex) {
    SWIFT void (*real)(SELF void *) = dlsym(RTLD_NEXT, UNLOCK);
    if (__tsan_release) __tsan_release(mutex);
    real(mutex);
}
