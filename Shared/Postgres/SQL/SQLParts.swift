import Bytes

/// The parts of a statement in the order they were written, in one piece of memory: a header of 16 bytes each, behind
/// a parameter's header its value.
///
///     text       address (8), count (4), unused (3), 0 (1)
///     parameter  oid (4), length or -1 for NULL (4), unused (7), 1 (1), value
///
/// `identity` is a number mixed from the addresses and types: equal for statements of one call site, different (but
/// for a collision, which `matches` finds) for others.
@usableFromInline
struct SQLParts: Sendable {
    @usableFromInline static let headerBytes = 16

    @usableFromInline var bytes: [UInt8] = []
    @usableFromInline var identity: UInt64 = 0
    @usableFromInline var parameterCount = 0
    /// Why the statement cannot be run, and which parameter's fault it is, counted from 1.
    @usableFromInline var fault: (PostgresValueFault, parameter: Int)?

    @usableFromInline
    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    @usableFromInline
    mutating func append(text: StaticString) {
        guard text.utf8CodeUnitCount > 0 else { return }
        let address = UInt64(UInt(bitPattern: text.utf8Start))
        append(address, UInt64(UInt32(truncatingIfNeeded: text.utf8CodeUnitCount)))
        mix(SQLParts.word(text: address, text.utf8CodeUnitCount))
    }

    @inlinable
    mutating func append<Value: PostgresEncodable>(value: Value) {
        let header = beginParameter(Value.postgresType)
        guard !value.isPostgresNull else { return }
        do throws(PostgresValueFault) {
            try value.encodePostgres(into: &bytes)
            bytes.setNativeLength(bytes.count - header - SQLParts.headerBytes, at: header + 4)
        } catch {
            note(error)
        }
    }

    /// Appends a header for a NULL and returns where it begins.
    @usableFromInline
    mutating func beginParameter(_ type: PostgresType) -> Int {
        let start = bytes.count
        parameterCount += 1
        append(UInt64(type.oid) | UInt64(UInt32.max) << 32, 1 << 56)
        mix(SQLParts.word(parameter: type))
        return start
    }

    @usableFromInline
    mutating func note(_ fault: PostgresValueFault) {
        if self.fault == nil { self.fault = (fault, parameterCount) }
    }

    mutating func append(contentsOf other: SQLParts) {
        if fault == nil, let (fault, parameter) = other.fault {
            self.fault = (fault, parameterCount + parameter)
        }
        bytes.append(contentsOf: other.bytes)
        parameterCount += other.parameterCount
        other.visitEach { part in
            mix(part.word)
        }
    }

    /// Native byte order: these words never leave the process.
    private mutating func append(_ first: UInt64, _ second: UInt64) {
        withUnsafeBytes(of: (first, second)) { bytes.append(contentsOf: $0) }
    }

    private mutating func mix(_ word: UInt64) {
        let product = (identity ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        identity = product.high ^ product.low &+ word
    }
}

extension SQLParts {
    /// One part, borrowed from the statement.
    enum Part {
        case text(UnsafeBufferPointer<UInt8>)
        /// The value is nil for NULL.
        case parameter(PostgresType, UnsafeRawBufferPointer?)

        /// What tells the part from others, but for its value.
        var word: UInt64 {
            switch self {
            case .text(let text): SQLParts.word(text: UInt64(UInt(bitPattern: text.baseAddress)), text.count)
            case .parameter(let type, _): SQLParts.word(parameter: type)
            }
        }
    }

    /// An address has 47 bits; the count is added because literals may share memory.
    fileprivate static func word(text address: UInt64, _ count: Int) -> UInt64 {
        address ^ UInt64(UInt32(truncatingIfNeeded: count)) << 40
    }

    fileprivate static func word(parameter type: PostgresType) -> UInt64 {
        UInt64(type.oid) | 1 << 63
    }

    /// Visits the parts. What a visit is given must not be kept.
    @inline(__always)
    func visitEach(_ visit: (Part) -> Void) {
        bytes.withUnsafeBytes { memory in
            var offset = 0
            while offset + Self.headerBytes <= memory.count {
                let first = memory.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                let second = memory.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
                offset += Self.headerBytes
                if second >> 56 == 0 {
                    // The address is that of a literal, which lives as long as the program.
                    let start = UnsafePointer<UInt8>(bitPattern: UInt(first))
                    visit(.text(UnsafeBufferPointer(start: start, count: Int(second))))
                } else {
                    let type = PostgresType(oid: UInt32(truncatingIfNeeded: first))
                    let length = Int(Int32(truncatingIfNeeded: first >> 32))
                    guard length >= 0 else {
                        visit(.parameter(type, nil))
                        continue
                    }
                    visit(.parameter(type, UnsafeRawBufferPointer(rebasing: memory[offset..<offset + length])))
                    offset += length
                }
            }
        }
    }

    /// What the parts are but for the values: addresses and types.
    var shape: [UInt64] {
        var shape: [UInt64] = []
        visitEach { part in
            shape.append(part.word)
        }
        return shape
    }

    /// Whether this is the statement that `shape` was taken from.
    func matches(_ shape: [UInt64]) -> Bool {
        var index = 0
        var isEqual = true
        visitEach { part in
            isEqual = isEqual && index < shape.count && shape[index] == part.word
            index += 1
        }
        return isEqual && index == shape.count
    }

    /// The text as the server gets it.
    var text: String { String(decoding: textBytes, as: UTF8.self) }

    var textBytes: [UInt8] {
        var text: [UInt8] = []
        var number = 0
        visitEach { part in
            switch part {
            case .text(let piece): text.append(contentsOf: piece)
            case .parameter:
                number += 1
                text.append(UInt8(ascii: "$"))
                text.append(decimal: number)
            }
        }
        return text
    }

    /// What errors name the statement by: the beginning of its text on one line.
    var label: String {
        var label: [UInt8] = []
        for byte in textBytes {
            let isSpace = byte <= 0x20
            if isSpace, label.last == 0x20 || label.isEmpty { continue }
            label.append(isSpace ? 0x20 : byte)
            if label.count == PostgresLimits.labelBytesMax { break }
        }
        if label.last == 0x20 { label.removeLast() }
        return String(decoding: label, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Writes a length in native byte order over the four bytes at `index`.
    @usableFromInline
    mutating func setNativeLength(_ length: Int, at index: Int) {
        withUnsafeMutableBytes { memory in
            memory.storeBytes(of: Int32(truncatingIfNeeded: length), toByteOffset: index, as: Int32.self)
        }
    }
}

extension SQLParts {
    /// Visits the values of the parameters, nil for NULL, and calls `body` while they are still valid.
    @inline(__always)
    func withParameters<Result>(_ visit: (UnsafeRawBufferPointer?) -> Void, then body: () -> Result) -> Result {
        bytes.withUnsafeBytes { _ in
            // The array's memory stays where it is while it is borrowed, so what the inner visit saw is still there.
            visitEach { part in
                if case .parameter(_, let value) = part { visit(value) }
            }
            return body()
        }
    }
}
