/// Judges UTF-8 that arrives in pieces, and refuses it at the first byte no continuation could repair.
struct IncrementalUTF8: Equatable, Sendable {
    /// Continuation bytes the scalar begun still needs.
    private var needed = 0
    /// What the next continuation byte may be: the second byte of some scalars is bounded more tightly, which keeps
    /// out overlong forms, surrogates and what lies past U+10FFFF.
    private var allowed: ClosedRange<UInt8> = Self.anyContinuation

    private static let anyContinuation: ClosedRange<UInt8> = 0x80...0xbf

    init() {}

    /// No scalar is left half-finished.
    var isComplete: Bool { needed == 0 }

    /// False when `bytes`, after all that was accepted before, cannot be the beginning of UTF-8.
    ///
    /// The standard library's validator does the bulk at several bytes a step. It reports where it stopped, and from
    /// there the byte-wise rules decide: a scalar cut off by the end of the piece is no fault.
    mutating func accept(_ bytes: Span<UInt8>) -> Bool {
        var position = 0
        while needed > 0, position < bytes.count {
            guard accept(bytes[position]) else { return false }
            position += 1
        }
        do {
            _ = try UTF8Span(validating: bytes.extracting(position..<bytes.count))
            return true
        } catch {
            position += error.byteOffsets.lowerBound
        }
        while position < bytes.count {
            guard accept(bytes[position]) else { return false }
            position += 1
        }
        return true
    }

    /// One byte by the table of RFC 3629, section 4.
    mutating func accept(_ byte: UInt8) -> Bool {
        if needed > 0 {
            guard allowed.contains(byte) else { return false }
            needed -= 1
            allowed = Self.anyContinuation
            return true
        }
        switch byte {
        case 0x00...0x7f: break
        case 0xc2...0xdf: needed = 1
        case 0xe0: (needed, allowed) = (2, 0xa0...0xbf)
        case 0xed: (needed, allowed) = (2, 0x80...0x9f)
        case 0xe1...0xef: needed = 2
        case 0xf0: (needed, allowed) = (3, 0x90...0xbf)
        case 0xf1...0xf3: needed = 3
        case 0xf4: (needed, allowed) = (3, 0x80...0x8f)
        default: return false
        }
        return true
    }
}
