public import JSON

/// Makes compact tokens with one key and one `typ`.
public struct JWTSigner: Sendable {
    private let key: SigningKey
    /// The encoded header and the dot after it, the same for every token.
    private let prefix: [UInt8]

    public init(key: SigningKey, type: String) {
        self.key = key
        var header: JSONObject = JSONObject([("alg", .string(key.algorithm.rawValue)), ("typ", .string(type))])
        if let keyID = key.keyID { header["kid"] = .string(keyID) }
        prefix = Base64.url.encode(JSONValue.object(header).bytes.span) + [UInt8(ascii: ".")]
    }

    /// A token that carries `claims`, whatever they are: dates and audience are the caller's.
    public func sign(_ claims: JSONObject) throws(CryptoFault) -> [UInt8] {
        var token = prefix
        let payload = JSONValue.object(claims).bytes
        Base64.url.append(payload.span, to: &token)
        let signature = try key.signature(of: token.span)
        token.append(UInt8(ascii: "."))
        Base64.url.append(signature.span, to: &token)
        return token
    }
}
