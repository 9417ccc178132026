// KafkaClient: producers, consumers and administration of a Kafka cluster, on an event loop.
//
// Purpose: our own types over librdkafka 2.0.2. Nothing of the library shows: callers see records, outcomes, positions
// and faults. What the library does badly or surprisingly is dealt with here and nowhere else.
//
// Model: a client belongs to one loop. librdkafka's threads put events into queues and write to an eventfd that the
// loop watches; code of ours never runs on a thread of the library's. The few calls that block (metadata, committed
// offsets) run on the caller's BlockingThread; giving a handle up runs on a thread of its own, so that one that hangs
// costs a thread and not the process. Each C object belongs to one Swift value that frees it: a single leaked list of
// partitions makes rd_kafka_destroy wait for ever.
//
//     KafkaProducer ─▶ generation ─▶ KafkaHandle            KafkaConsumer ─▶ KafkaHandle
//          ▲ outcomes      └ queue ─▶ eventfd ─▶ loop            ├ control queue: rebalances, commits, errors, logs
//          └ fatal or deadline: purge, destroy, next             └ record queue: what `next` takes, when it takes it
//
// Failure: a record has its outcome from its delivery report and from nothing else. Faults are `KafkaFault`s; settings
// that cannot work are `KafkaSettingsRefused`, all at once. Nothing here ever logs a key, a value or a credential.
//
// Not here: transactions (not sound before KIP-890 clients), static membership, cooperative assignment, seeking and
// time lookups, the outbox, and what a record means.

import CRDKafka
import EventLoop
import Glibc

/// One client instance of librdkafka (`rd_kafka_t`). Whatever was made from it must be gone before `destroy`.
// Safety: librdkafka's handles may be used from any thread; the two flags are touched on the loop only.
final class KafkaHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    let mask: SecretMask
    private var isDestroyed = false
    private var isFreed = false

    init(
        _ type: rd_kafka_type_t, _ properties: [KafkaProperty], events: Int32
    ) throws(KafkaSettingsRefused) {
        mask = SecretMask(properties)
        let configuration = try Self.configuration(properties, events)
        var reason = [CChar](repeating: 0, count: KafkaClientLimits.reasonBytes)
        guard let pointer = rd_kafka_new(type, configuration, &reason, reason.count) else {
            // The configuration is ours again, because the call failed.
            rd_kafka_conf_destroy(configuration)
            throw KafkaSettingsRefused(faults: [KafkaSettingFault("librdkafka", mask.apply(reason))])
        }
        self.pointer = pointer
    }

    deinit {
        // Only where an initialiser further up failed: everyone else destroys where blocking is allowed.
        if !isDestroyed { rd_kafka_destroy_flags(pointer, Self.destroyFlags) }
    }

    /// Never closes a consumer on its own account: that would block for as long as a broker is away.
    private static let destroyFlags = Int32(RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)

    /// The error's reason stays here: it repeats the value, which may be a password.
    private static func configuration(
        _ properties: [KafkaProperty], _ events: Int32
    ) throws(KafkaSettingsRefused) -> OpaquePointer {
        guard let configuration = rd_kafka_conf_new() else {
            throw KafkaSettingsRefused(faults: [KafkaSettingFault("librdkafka", "has no memory")])
        }
        var faults: [KafkaSettingFault] = []
        for property in properties {
            let status = rd_kafka_conf_set(configuration, property.name, property.value, nil, 0)
            if status != RD_KAFKA_CONF_OK {
                faults.append(KafkaSettingFault(property.name, "has a value that librdkafka refuses"))
            }
        }
        guard faults.isEmpty else {
            rd_kafka_conf_destroy(configuration)
            throw KafkaSettingsRefused(faults: faults)
        }
        rd_kafka_conf_set_events(configuration, events)
        return configuration
    }

    /// Frees the instance on a thread of its own and waits for it, but not for ever: what remains then is a thread
    /// that sleeps in librdkafka. False when it remains.
    func destroy(on loop: Loop, within limit: Duration = KafkaClientLimits.destroyWait) async -> Bool {
        loop.checkIsolated()
        precondition(!isDestroyed, "a handle is destroyed once")
        isDestroyed = true
        let thread: BlockingThread
        do {
            thread = try BlockingThread(name: "kafka-end")
        } catch {
            // A process without room for a thread is near its end; the handle stays.
            return false
        }
        let freed = LoopCondition(on: loop)
        TaskSet(on: loop).add { [self] in
            // The thread has this one call, so it is never full.
            try? await thread.run { rd_kafka_destroy_flags(self.pointer, Self.destroyFlags) }
            isFreed = true
            freed.notify()
            thread.stop()
        }
        return await freed.wait(until: .now + limit) { isFreed }
    }
}
