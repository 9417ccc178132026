/// A set of ASCII bytes in two words. Membership is a shift and a mask on constants: no table in memory, nothing to
/// initialise, nothing to retain.
struct HTTPByteSet: Sendable {
    let low: UInt64
    let high: UInt64

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let word = byte < 64 ? low : high
        return byte < 128 && (word &>> UInt64(truncatingIfNeeded: byte)) & 1 != 0
    }

    /// `tchar` of RFC 9110 section 5.6.2: what methods, field names and other tokens are made of.
    static var token: HTTPByteSet { HTTPByteSet(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe) }
    /// What a path may hold that needs no decoding and no encoding: `pchar` of RFC 3986 without `%`, and `/`.
    static var plainPath: HTTPByteSet { HTTPByteSet(low: 0x2fff_ffd2_0000_0000, high: 0x47ff_fffe_87ff_ffff) }
    /// `unreserved` of RFC 3986: letters, digits and `-._~`. Also what we accept in a registered host name.
    static var unreserved: HTTPByteSet { HTTPByteSet(low: 0x03ff_6000_0000_0000, high: 0x47ff_fffe_87ff_fffe) }
    /// What stands between the brackets of an IPv6 address.
    static var addressLiteral: HTTPByteSet { HTTPByteSet(low: 0x07ff_4000_0000_0000, high: 0x0000_007e_0000_007e) }
}
