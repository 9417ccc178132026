import Bytes
import EventLoop
public import Identifiers

/// One line under construction. Each key is written once: a second value for it is ignored, because a duplicate member
/// would make the line ambiguous.
public struct LogLine: ~Copyable {
    var bytes: [UInt8]
    private(set) var written: UInt64 = 0
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

    /// Adds a duration given in nanoseconds, in milliseconds with three decimals.
    public mutating func add(_ key: LogKey, nanoseconds: UInt64) {
        guard begin(key) else { return }
        bytes.append(thousandths: nanoseconds / 1000)
    }

    /// Adds members that were written in advance. Those whose key is taken already stand twice in no line: give them
    /// to a line before anything else.
    public mutating func add(_ members: PreparedMembers) {
        guard written & members.keys == 0, hasRoom(members.bytes.count) else { return }
        written |= members.keys
        bytes.append(span: members.bytes.span)
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
        let bit = UInt64(1) << UInt64(key.rawValue)
        guard written & bit == 0, hasRoom(ObservabilityLimits.logValueEscapedBytes) else { return false }
        written |= bit
        bytes.append(key.member)
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
        if microseconds < 0 { append(UInt8(ascii: "-")) }
        append(thousandths: microseconds.magnitude)
    }

    /// Appends a count of thousandths as units with three decimals.
    mutating func append(thousandths count: UInt64) {
        let (thousands, rest) = count.quotientAndRemainder(dividingBy: 1000)
        append(decimal: thousands)
        append(UInt8(ascii: "."))
        append(UInt8(ascii: "0") + UInt8(rest / 100))
        append(UInt8(ascii: "0") + UInt8(rest / 10 % 10))
        append(UInt8(ascii: "0") + UInt8(rest % 10))
    }
}
