internal import JSON

/// A compact JWS (RFC 7515 7.1) taken apart, its header read, nothing about it believed yet.
struct CompactJWS {
    let algorithm: SignatureAlgorithm
    let keyID: String?
    let type: String?
    let signature: [UInt8]
    /// Where the first dot is; the payload follows it.
    private let headerEnd: Int
    /// Where the second dot is; everything before it is what the signature is of.
    let signedEnd: Int

    init(_ token: Span<UInt8>, bytesMax: Int) throws(JWTFault) {
        guard token.count <= bytesMax else { throw .tooLarge }
        (headerEnd, signedEnd) = try Self.dots(in: token)
        guard headerEnd <= CryptoLimits.tokenHeaderCharactersMax,
            token.count - signedEnd - 1 <= CryptoLimits.tokenSignatureCharactersMax
        else { throw .tooLarge }
        guard let header = Base64.url.decode(token.extracting(..<headerEnd)),
            let signature = Base64.url.decode(token.extracting((signedEnd + 1)...))
        else { throw .badEncoding }
        self.signature = signature
        (algorithm, keyID, type) = try Self.read(header)
    }

    /// The decoded payload.
    func payload(in token: Span<UInt8>) throws(JWTFault) -> [UInt8] {
        guard let payload = Base64.url.decode(token.extracting((headerEnd + 1)..<signedEnd)) else {
            throw .badEncoding
        }
        return payload
    }

    private static func dots(in token: Span<UInt8>) throws(JWTFault) -> (first: Int, second: Int) {
        var first: Int?
        var second: Int?
        for index in token.indices where token[index] == UInt8(ascii: ".") {
            guard second == nil else { throw .malformed }
            if first == nil { first = index } else { second = index }
        }
        guard let first, let second else { throw .malformed }
        return (first, second)
    }

    private static func read(
        _ bytes: [UInt8]
    ) throws(JWTFault) -> (algorithm: SignatureAlgorithm, keyID: String?, type: String?) {
        guard let header = JSONObject(token: bytes) else { throw .malformedHeader }
        guard header["crit"] == nil else { throw .criticalHeader }
        for name in Self.refusedMembers where header[name] != nil { throw .refusedHeader }
        guard case .string(let name) = header["alg"], let algorithm = SignatureAlgorithm(exactly: name) else {
            throw .refusedAlgorithm
        }
        let keyID = try string(header["kid"])
        if let keyID {
            guard (1...CryptoLimits.keyIDBytesMax).contains(keyID.utf8.count),
                keyID.utf8.allSatisfy({ (0x20...0x7e).contains($0) })
            else { throw .malformedHeader }
        }
        return (algorithm, keyID, try string(header["typ"]))
    }

    /// Keys that travel with the token, or are to be fetched from where it says; compressed, nested, encrypted and
    /// unencoded payloads.
    private static let refusedMembers = ["jwk", "jku", "x5c", "x5u", "zip", "cty", "enc", "b64", "epk"]

    private static func string(_ value: JSONValue?) throws(JWTFault) -> String? {
        guard let value else { return nil }
        guard case .string(let string) = value else { throw .malformedHeader }
        return string
    }
}

extension SignatureAlgorithm {
    /// The algorithm with this registered name, byte for byte.
    init?(exactly name: String) {
        guard let match = Self.allCases.first(where: { $0.rawValue.hasSameBytes(as: name) }) else { return nil }
        self = match
    }
}

extension JSONObject {
    /// A header or payload: one JSON object within the limits, no name twice; or nil.
    init?(token bytes: [UInt8]) {
        do throws(JSONFault) {
            guard case .object(let object) = try JSONValue(parsing: bytes.span, limits: .token) else { return nil }
            self = object
        } catch {
            return nil
        }
    }
}

extension JSONLimits {
    /// What headers and payloads are read with.
    static let token: JSONLimits = {
        var limits = JSONLimits()
        limits.documentBytesMax = CryptoLimits.tokenBytesMax
        limits.depthMax = CryptoLimits.tokenDepthMax
        return limits
    }()
}
