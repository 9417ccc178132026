import Bytes
import CRDKafka

/// The headers of a record, in order; a name may stand there more than once. All of them share two allocations.
public struct KafkaHeaders: Sendable, Equatable {
    var bytes: [UInt8] = []
    var entries: [crdkafka_header] = []

    public init() {}

    public var count: Int { entries.count }
    public var isEmpty: Bool { entries.isEmpty }
    /// Bytes of all names and values.
    public var byteCount: Int { bytes.count }

    public mutating func append(_ name: String, _ value: [UInt8]?) {
        let start = bytes.count
        bytes.append(text: name)
        close(start, value)
    }

    public mutating func append(_ name: StaticString, _ value: [UInt8]?) {
        let start = bytes.count
        bytes.append(name)
        close(start, value)
    }

    public mutating func append(_ name: StaticString, text value: String) {
        let start = bytes.count
        bytes.append(name)
        let valueStart = bytes.count
        bytes.append(text: value)
        close(start, valueStart)
    }

    /// The last value under `name`; nil when there is none, or a null.
    public subscript(name: String) -> [UInt8]? {
        var name = name
        return name.withUTF8 { wanted in
            entries.last { matches($0, wanted) }.flatMap { value(of: $0).map(Array.init) }
        }
    }

    /// The last value under `name` as text; nil when there is none or it is not UTF-8.
    public func text(_ name: String) -> String? {
        self[name].flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Visits each header in order.
    public func visit(_ body: (_ name: String, _ value: ArraySlice<UInt8>?) throws -> Void) rethrows {
        for entry in entries {
            let start = Int(entry.name_start)
            let name = String(decoding: bytes[start..<(start + Int(entry.name_length))], as: UTF8.self)
            try body(name, value(of: entry))
        }
    }

    public static func == (left: KafkaHeaders, right: KafkaHeaders) -> Bool {
        left.bytes == right.bytes
            && left.entries.elementsEqual(right.entries) {
                $0.name_length == $1.name_length && $0.value_length == $1.value_length
            }
    }

    private mutating func close(_ start: Int, _ value: [UInt8]?) {
        let valueStart = bytes.count
        if let value { bytes.append(contentsOf: value) }
        close(start, value == nil ? nil : valueStart)
    }

    private mutating func close(_ start: Int, _ valueStart: Int?) {
        entries.append(
            crdkafka_header(
                name_start: UInt32(clamping: start), name_length: UInt32(clamping: (valueStart ?? bytes.count) - start),
                value_length: valueStart.map { Int32(clamping: bytes.count - $0) } ?? -1))
    }

    private func value(of entry: crdkafka_header) -> ArraySlice<UInt8>? {
        guard entry.value_length >= 0 else { return nil }
        let start = Int(entry.name_start) + Int(entry.name_length)
        return bytes[start..<(start + Int(entry.value_length))]
    }

    private func matches(_ entry: crdkafka_header, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = Int(entry.name_start)
        return Int(entry.name_length) == name.count && bytes[start..<(start + name.count)].elementsEqual(name)
    }
}

extension KafkaHeaders {
    /// Copies what a received message carries (`rd_kafka_header_get_all`).
    init(of message: UnsafePointer<rd_kafka_message_t>) {
        var list: OpaquePointer?
        guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return }
        let count = min(rd_kafka_header_cnt(list), KafkaClientLimits.headersMax)
        entries.reserveCapacity(count)
        for index in 0..<count {
            var name: UnsafePointer<CChar>?
            var value: UnsafeRawPointer?
            var size = 0
            guard rd_kafka_header_get_all(list, index, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR,
                let name
            else { return }
            append(copying: name, value, size)
        }
    }

    private mutating func append(copying name: UnsafePointer<CChar>, _ value: UnsafeRawPointer?, _ size: Int) {
        let start = bytes.count
        var end = name
        while end.pointee != 0 { end += 1 }
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: name, count: end - name))
        let valueStart = bytes.count
        if let value { bytes.append(contentsOf: UnsafeRawBufferPointer(start: value, count: size)) }
        close(start, value == nil ? nil : valueStart)
    }
}
