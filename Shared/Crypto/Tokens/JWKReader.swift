internal import JSON

/// Reads one entry of a JWK set.
struct JWKReader {
    private let object: JSONObject
    private let source: JWKSet.Source

    init(_ entry: JSONValue, source: JWKSet.Source) throws(JWKSet.SkipReason) {
        guard case .object(let object) = entry else { throw .malformed }
        self.object = object
        self.source = source
    }

    func key() throws(JWKSet.SkipReason) -> VerificationKey {
        guard let kind = try string("kty") else { throw .malformed }
        try checkUse()
        guard kind == "oct" || Self.privateMembers.allSatisfy({ object[$0] == nil }) else {
            throw .privateHalfIncluded
        }
        let algorithm = try algorithm()
        if kind == "oct" {
            guard source == .configured else { throw .secretNotAllowed }
            guard algorithm != nil else { throw .unsupportedAlgorithm }
        }
        let keyID = try string("kid")
        do throws(KeyFault) {
            switch kind {
            case "RSA": return try rsa(algorithm: algorithm ?? .rs256, keyID: keyID)
            case "EC": return try curve(algorithm: algorithm, keyID: keyID)
            case "OKP": return try ed25519(algorithm: algorithm, keyID: keyID)
            case "oct": return try secret(algorithm: algorithm, keyID: keyID)
            default: throw .unsupported
            }
        } catch {
            switch error {
            case .unsupported: throw .unsupportedKind
            case .malformed: throw .malformed
            default: throw .refused(error)
            }
        }
    }

    /// The members that hold private parts (RFC 7518 6.2.2, 6.3.2, RFC 8037 2).
    private static let privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth"]

    private func checkUse() throws(JWKSet.SkipReason) {
        if let use = try string("use"), use != "sig" { throw .notForVerifying }
        guard let operations = object["key_ops"] else { return }
        guard case .array(let names) = operations, names.contains("verify") else { throw .notForVerifying }
    }

    private func algorithm() throws(JWKSet.SkipReason) -> SignatureAlgorithm? {
        guard let name = try string("alg") else { return nil }
        guard let algorithm = SignatureAlgorithm(exactly: name) else { throw .unsupportedAlgorithm }
        return algorithm
    }

    private func rsa(algorithm: SignatureAlgorithm, keyID: String?) throws(KeyFault) -> VerificationKey {
        let modulus = try bytes("n")
        let exponent = try bytes("e")
        return try .rsa(modulus: modulus.span, exponent: exponent.span, algorithm: algorithm, keyID: keyID)
    }

    private func curve(algorithm: SignatureAlgorithm?, keyID: String?) throws(KeyFault) -> VerificationKey {
        guard case .string(let name) = object["crv"] else { throw .malformed }
        guard let curve = Curve(name: name) else { throw .unsupported }
        guard algorithm == nil || algorithm == curve.algorithm else { throw .wrongAlgorithm }
        let x = try bytes("x")
        let y = try bytes("y")
        return try .curve(curve, x: x.span, y: y.span, keyID: keyID)
    }

    private func ed25519(algorithm: SignatureAlgorithm?, keyID: String?) throws(KeyFault) -> VerificationKey {
        guard case .string(let name) = object["crv"] else { throw .malformed }
        guard name == "Ed25519" else { throw .unsupported }
        guard algorithm == nil || algorithm == .edDSA else { throw .wrongAlgorithm }
        let point = try bytes("x")
        return try .ed25519(publicKey: point.span, keyID: keyID)
    }

    private func secret(algorithm: SignatureAlgorithm?, keyID: String?) throws(KeyFault) -> VerificationKey {
        guard let algorithm else { throw .wrongAlgorithm }
        let secret = try bytes("k")
        return try .secret(SecretBytes(secret.span), algorithm: algorithm, keyID: keyID)
    }

    private func bytes(_ name: String) throws(KeyFault) -> [UInt8] {
        guard case .string(let text) = object[name] else { throw .malformed }
        let encoded = Array(text.utf8)
        guard let bytes = Base64.url.decode(encoded.span) else { throw .malformed }
        return bytes
    }

    private func string(_ name: String) throws(JWKSet.SkipReason) -> String? {
        guard let value = object[name] else { return nil }
        guard case .string(let text) = value else { throw .malformed }
        return text
    }
}

extension VerificationKey {
    /// The public key as a JWK, or nil for a shared secret.
    var jwk: JSONObject? {
        guard case .asymmetric(let key) = material else { return nil }
        var members: [(String, JSONValue)] = [("alg", .string(algorithm.rawValue)), ("use", "sig")]
        if let keyID { members.append(("kid", .string(keyID))) }
        func encoded(_ bytes: [UInt8]) -> JSONValue {
            .string(String(decoding: Base64.url.encode(bytes.span), as: UTF8.self))
        }
        switch key.kind {
        case .rsa:
            guard let (modulus, exponent) = key.rsaComponents else { return nil }
            members += [("kty", "RSA"), ("n", encoded(modulus)), ("e", encoded(exponent))]
        case .curve(let curve):
            guard let (x, y) = key.curveCoordinates else { return nil }
            members += [("kty", "EC"), ("crv", .string(curve.name)), ("x", encoded(x)), ("y", encoded(y))]
        case .ed25519:
            guard let point = key.ed25519PublicKey else { return nil }
            members += [("kty", "OKP"), ("crv", "Ed25519"), ("x", encoded(point))]
        }
        return JSONObject(members)
    }
}
