import Bytes

/// Reads the chunked coding (RFC 9112 section 7.1) up to and including the last chunk; trailers are lines like any
/// other and are read elsewhere. It keeps a few integers and never a byte of the body.
///
/// ```
///  size ──CR──▶ sizeEnd ──LF──▶ data ──all──▶ dataEnd ──CRLF──▶ size …
///   │ `;`          │ size was 0
///   ▼              ▼
///  extension     .last
/// ```
/// Extensions are checked against their grammar and dropped. Space around their punctuation is let through, as the
/// grammar asks; space right after the size is not, because that is where two readers have disagreed most.
struct HTTPChunkReader: Sendable {
    enum State: Sendable, Equatable {
        /// In the digits of a size. Can transition to: extensionStart, sizeEnd.
        case size
        /// After `;` or the space behind it. Can transition to: extensionName.
        case extensionStart
        /// In a name. Can transition to: extensionNameEnd, extensionValueStart, extensionStart, sizeEnd.
        case extensionName
        /// In the space after a name. Can transition to: extensionValueStart, extensionStart.
        case extensionNameEnd
        /// After `=` or the space behind it. Can transition to: extensionToken, extensionQuoted.
        case extensionValueStart
        /// In an unquoted value. Can transition to: extensionValueEnd, extensionStart, sizeEnd.
        case extensionToken
        /// In a quoted value. Can transition to: extensionEscape, extensionQuoteEnd.
        case extensionQuoted
        /// After a backslash in a quoted value. Can transition to: extensionQuoted.
        case extensionEscape
        /// Right after a quoted value. Can transition to: extensionValueEnd, extensionStart, sizeEnd.
        case extensionQuoteEnd
        /// In the space after a value. Can transition to: extensionStart.
        case extensionValueEnd
        /// After the CR of a size line. Can transition to: data, and out of here after the last chunk.
        case sizeEnd
        /// In the data of a chunk. Can transition to: dataEnd.
        case data
        /// After the data, before its CR. Can transition to: dataEndFeed.
        case dataEnd
        /// After the CR behind the data. Can transition to: size.
        case dataEndFeed
    }

    enum Step: Equatable {
        case needsMore
        case body(Range<Int>)
        case last
    }

    private var state = State.size
    private var size = 0
    private var digits = 0
    private var extensionBytes = 0
    /// Bytes of body announced so far.
    private var announced = 0

    /// Takes `input` from `offset` up to the next thing worth telling.
    mutating func step(
        _ input: borrowing Span<UInt8>, from offset: inout Int, limits: borrowing HTTPWireLimits, bodyLimit: Int
    ) throws(HTTPParseFault) -> Step {
        while offset < input.count {
            switch state {
            case .data:
                let count = min(size, input.count - offset)
                let range = offset..<(offset + count)
                offset += count
                size -= count
                if size == 0 { state = .dataEnd }
                return .body(range)
            case .dataEnd:
                guard input[offset] == 0x0d else { throw .chunkEndMissing }
                state = .dataEndFeed
            case .dataEndFeed:
                guard input[offset] == 0x0a else { throw .chunkEndMissing }
                (state, digits) = (.size, 0)
            case .size:
                try readSize(input[offset], limits.chunkSizeDigitsMax)
            case .sizeEnd:
                guard input[offset] == 0x0a else { throw .chunkSizeMalformed }
                offset += 1
                if size == 0 { return .last }
                guard size <= bodyLimit - announced else { throw .bodyTooLong }
                announced += size
                state = .data
                continue
            default:
                extensionBytes += 1
                guard extensionBytes <= limits.chunkExtensionBytesMax else { throw .chunkExtensionsTooLong }
                try readExtension(input[offset])
            }
            offset += 1
        }
        return .needsMore
    }

    private mutating func readSize(_ byte: UInt8, _ digitsMax: Int) throws(HTTPParseFault) {
        if let value = hexValue(byte) {
            if digits == 0 { size = 0 }
            digits += 1
            guard digits <= digitsMax, size <= Int.max >> 4 else { throw .chunkSizeMalformed }
            size = size << 4 | Int(value)
            return
        }
        guard digits > 0 else { throw .chunkSizeMalformed }
        switch byte {
        case 0x0d: state = .sizeEnd
        case UInt8(ascii: ";"): state = .extensionStart
        default: throw .chunkSizeMalformed
        }
    }

    private mutating func readExtension(_ byte: UInt8) throws(HTTPParseFault) {
        let isBlank = HTTPFieldSyntax.isBlank(byte)
        let isToken = HTTPByteSet.token.contains(byte)
        switch (state, byte) {
        case (.extensionStart, _) where isBlank, (.extensionNameEnd, _) where isBlank: break
        case (.extensionValueStart, _) where isBlank, (.extensionValueEnd, _) where isBlank: break
        case (.extensionStart, _) where isToken: state = .extensionName
        case (.extensionName, _) where isToken, (.extensionToken, _) where isToken: break
        case (.extensionName, UInt8(ascii: "=")), (.extensionNameEnd, UInt8(ascii: "=")): state = .extensionValueStart
        case (.extensionName, _) where isBlank: state = .extensionNameEnd
        case (.extensionValueStart, _) where isToken: state = .extensionToken
        case (.extensionValueStart, UInt8(ascii: "\"")): state = .extensionQuoted
        case (.extensionToken, _) where isBlank, (.extensionQuoteEnd, _) where isBlank: state = .extensionValueEnd
        case (.extensionQuoted, UInt8(ascii: "\"")): state = .extensionQuoteEnd
        case (.extensionQuoted, UInt8(ascii: "\\")): state = .extensionEscape
        case (.extensionQuoted, _) where HTTPFieldSyntax.isValueByte(byte): break
        case (.extensionEscape, _) where HTTPFieldSyntax.isValueByte(byte): state = .extensionQuoted
        case (.extensionName, UInt8(ascii: ";")), (.extensionNameEnd, UInt8(ascii: ";")),
            (.extensionToken, UInt8(ascii: ";")), (.extensionQuoteEnd, UInt8(ascii: ";")),
            (.extensionValueEnd, UInt8(ascii: ";")):
            state = .extensionStart
        case (.extensionName, 0x0d), (.extensionToken, 0x0d), (.extensionQuoteEnd, 0x0d): state = .sizeEnd
        default: throw .chunkExtensionMalformed
        }
    }
}
