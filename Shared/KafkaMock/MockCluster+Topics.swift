import CRDKafka
import Glibc
import Synchronization

extension MockCluster {
    /// Makes many topics, or leaves those of that name alone.
    ///
    /// The cluster's thread takes a topic in microseconds, but whoever asks for one waits for that thread to be woken and
    /// for itself to be woken again: 277 topics one after the other took 1 s on an idle machine and 27 to 38 s on one
    /// with nine times as many busy threads as cores. Threads that ask at once are all answered in one turn.
    public func createTopics(_ topics: [(name: String, partitions: Int)]) throws(MockRefusal) {
        for topic in topics { try Self.check(topic.name, topic.partitions) }
        let refused = Atomic<Int32>(0)
        try call("createTopics") { cluster in
            let cluster = UInt(bitPattern: cluster)
            onThreads(topics.count) { index in
                let topic = topics[index]
                let code = rd_kafka_mock_topic_create(
                    OpaquePointer(bitPattern: cluster), topic.name, Int32(topic.partitions), Int32(self.brokers))
                if code != RD_KAFKA_RESP_ERR_NO_ERROR, code != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS {
                    refused.store(code.rawValue, ordering: .relaxed)
                }
            }
            return rd_kafka_resp_err_t(rawValue: refused.load(ordering: .relaxed))
        }
    }
}

/// Does `work` for each number below `count` on many threads, and returns when all is done. A thread that cannot be had
/// leaves its share to the others.
private func onThreads(_ count: Int, _ work: @escaping @Sendable (Int) -> Void) {
    let share = Share(count: count, work: work)
    var threads: [pthread_t] = []
    for _ in 0..<min(count, MockLimits.topicThreads) {
        var thread = pthread_t()
        // Safety: the thread releases what is retained here; where there is no thread, we do.
        let context = Unmanaged.passRetained(share)
        let status = pthread_create(
            &thread, nil,
            { context in
                // Safety: the context is the share retained for this thread.
                if let context { Unmanaged<Share>.fromOpaque(context).takeRetainedValue().work() }
                return nil
            }, context.toOpaque())
        if status == 0 { threads.append(thread) } else { context.release() }
    }
    share.work()
    for thread in threads { pthread_join(thread, nil) }
}

/// Numbers that threads take one by one.
private final class Share: Sendable {
    private let count: Int
    private let item: @Sendable (Int) -> Void
    private let next = Atomic<Int>(0)

    init(count: Int, work: @escaping @Sendable (Int) -> Void) {
        self.count = count
        item = work
    }

    func work() {
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            item(index)
        }
    }
}
