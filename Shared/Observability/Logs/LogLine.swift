import Bytes
import EventLoop
public import Identifiers

/// One line under construction. Each key is written once: a second value for it is ignored, because a duplicate member
/// would make the line ambiguous.
public struct LogLine: ~Copyable {
    var bytes: [UInt8]
    private(set) var written: LogKeySet = []
    private var isFull = false

    init(into bytes: consuming [UInt8]) {
        self.bytes = bytes
    }

    public mutating func add(_ key: LogKey, _ value: String) {
        guard begin(key) else { return }
        bytes.append(jsonString: value)
    }

    public mutating func add(_ key: LogKey, _ value: StaticString) {
        guard begin(key) else { return }
        bytes.append(jsonString: value)
    }

    /// Adds bytes from outside; they need not be UTF-8.
    public mutating func add(_ key: LogKey, _ value: Span<UInt8>) {
        guard begin(key) else { return }
        bytes.append(jsonString: value)
    }

    public mutating func add(_ key: LogKey, _ value: some FixedWidthInteger) {
        guard begin(key) else { return }
        bytes.append(decimal: value)
    }

    public mutating func add(_ key: LogKey, _ value: Bool) {
        guard begin(key) else { return }
        bytes.append(value ? "true" : "false")
    }

    public mutating func add(_ key: LogKey, _ value: UUID128) {
        guard begin(key) else { return }
        bytes.append(UInt8(ascii: "\""))
        value.append(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    public mutating func add<Entity>(_ key: LogKey, _ value: ID<Entity>) {
        add(key, value.uuid)
    }

    /// Adds a duration in milliseconds with three decimals.
    public mutating func add(_ key: LogKey, _ value: Duration) {
        guard begin(key) else { return }
        bytes.append(milliseconds: value)
    }

    /// Adds members that were written in advance. Those whose key is taken already stand twice in no line: give them
    /// to a line before anything else.
    public mutating func add(_ members: borrowing PreparedMembers) {
        guard take(members.keys, members.bytes.count) else { return }
        bytes.append(span: members.bytes.span)
    }

    /// Adds the members with `keys`, of which `write` writes `count` bytes at most.
    mutating func add(_ keys: LogKeySet, atMost count: Int, _ write: (inout OutputSpan<UInt8>) -> Void) {
        guard take(keys, count) else { return }
        bytes.append(addingCapacity: count, initializingWith: write)
    }

    /// Adds a value by its class: shown when the class allows it, else only the class.
    public mutating func add<Value>(_ key: LogKey, _ value: Classified<Value>) {
        add(key, value.description)
    }

    /// Adds what may be known of an error: its type, and for those that vouch for themselves label and description.
    public mutating func add(error: any Error) {
        if let safe = error as? any SafelyDescribed {
            add(.error, safe.label)
            add(.errorDetail, safe.description)
        }
        add(.errorType, String(describing: type(of: error)))
    }

    /// Opens a member, unless its key was used or the line has no room for it.
    private mutating func begin(_ key: LogKey) -> Bool {
        guard take(LogKeySet(key), ObservabilityLimits.logValueEscapedBytes) else { return false }
        bytes.append(key.member)
        return true
    }

    /// Whether members with `keys` and `count` bytes may be written; from then on their keys are taken.
    @inline(__always)
    private mutating func take(_ keys: LogKeySet, _ count: Int) -> Bool {
        guard written.isDisjoint(with: keys), hasRoom(count) else { return false }
        written.formUnion(keys)
        return true
    }

    /// Whether `count` more bytes fit; the first that do not mark the line as truncated and end it.
    private mutating func hasRoom(_ count: Int) -> Bool {
        guard !isFull else { return false }
        guard bytes.count + count <= ObservabilityLimits.logLineBytes else {
            isFull = true
            bytes.append(",\"truncated\":true")
            return false
        }
        return true
    }

    /// Gives the finished line up.
    consuming func finish() -> [UInt8] {
        bytes.append("}\n")
        return bytes
    }
}

extension [UInt8] {
    /// Appends a duration in milliseconds with three decimals, `12.034`; beyond 292 years it is clamped.
    mutating func append(milliseconds duration: Duration) {
        let microseconds = duration.wholeNanoseconds / 1000
        append(addingCapacity: 24) { (room: inout OutputSpan<UInt8>) in
            if microseconds < 0 { room.append(UInt8(ascii: "-")) }
            room.append(thousandths: microseconds.magnitude)
        }
    }
}

extension OutputSpan<UInt8> {
    /// Appends a count of thousandths as units with three decimals: 22 bytes at most.
    mutating func append(thousandths count: UInt64) {
        let (thousands, rest) = count.quotientAndRemainder(dividingBy: 1000)
        append(decimal: thousands)
        append(UInt8(ascii: "."))
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / 100))
        append(twoDigits: Int(rest))
    }
}
