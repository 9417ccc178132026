import CRDKafka
public import EventLoop

/// Where a group stands in its partitions, seen from outside: for operators' commands and for checks. Joins nothing and
/// changes nothing.
///
/// Each call runs on the blocking thread until its answer or its deadline.
// Safety: the handle may be used from any thread; what it was made from is freed on the loop.
public final class GroupOffsets: @unchecked Sendable {
    private let loop: Loop
    private let blocking: BlockingThread
    private let handle: KafkaHandle

    /// Needs no broker to be there.
    public init(_ connection: KafkaConnection, group: String, on loop: Loop, blocking: BlockingThread) throws {
        let settings = ConsumerSettings(connection, group: group)
        guard settings.faults.isEmpty else { throw KafkaSettingsRefused(faults: settings.faults) }
        self.loop = loop
        self.blocking = blocking
        handle = try KafkaHandle(RD_KAFKA_CONSUMER, settings.properties, events: 0)
    }

    /// What the group has committed: the offset it would go on with. A partition it has committed nothing of is absent.
    public func committed(
        _ partitions: [TopicPartition], until deadline: MonotonicTime
    ) async throws -> [TopicPartition: Int64] {
        try await blocking.run { [handle] in
            let list = PartitionList(capacity: partitions.count)
            for partition in partitions { list.add(partition) }
            let code = list.lend { rd_kafka_committed(handle.pointer, $0, Self.milliseconds(until: deadline)) }
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaFault(code) }
            var offsets: [TopicPartition: Int64] = [:]
            for entry in list.entries {
                guard entry.code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaFault(entry.code) }
                offsets[entry.partition] = entry.offset
            }
            return offsets
        }
    }

    /// The offsets that partitions hold at present.
    public func held(
        _ partitions: [TopicPartition], until deadline: MonotonicTime
    ) async throws -> [TopicPartition: Range<Int64>] {
        try await blocking.run { [handle] in
            // The end comes second: what is published and dropped meanwhile leaves it behind the beginning nowhere.
            let first = try LogEdge.first.offsets(of: partitions, asking: handle, within: deadline - .now)
            let last = try LogEdge.last.offsets(of: partitions, asking: handle, within: deadline - .now)
            return try first.reduce(into: [:]) { held, entry in
                guard let end = last[entry.key], entry.value <= end else {
                    throw KafkaFault(RD_KAFKA_RESP_ERR__BAD_MSG)
                }
                held[entry.key] = entry.value..<end
            }
        }
    }

    /// Frees everything; false when librdkafka keeps something.
    @discardableResult
    public func close() async -> Bool {
        await handle.destroy(on: loop)
    }

    private static func milliseconds(until deadline: MonotonicTime) -> Int32 {
        Int32(clamping: (deadline - .now).wholeMilliseconds)
    }
}
