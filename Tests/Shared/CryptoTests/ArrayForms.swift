@testable import Crypto

/// What the module takes as borrowed spans, taking arrays: `#expect` captures the arguments of a call, which a span
/// does not survive.
typealias Bytes = [UInt8]

extension HashFunction {
    func hash(of bytes: Bytes) -> Bytes { hash(of: bytes.span) }
}

extension SHA256Digest {
    init(of bytes: Bytes) { self.init(of: bytes.span) }
}

extension SHA256Hasher {
    func digest(of bytes: Bytes) -> SHA256Digest { digest(of: bytes.span) }
}

extension MessageAuthenticator {
    func code(for message: Bytes) -> Bytes { code(for: message.span) }
    func isValid(code: Bytes, for message: Bytes) -> Bool { isValid(code: code.span, for: message.span) }
}

extension Base64 {
    func decode(_ text: Bytes) -> Bytes? { decode(text.span) }
    func encode(_ bytes: Bytes) -> Bytes { encode(bytes.span) }
}

extension AES256GCM {
    func seal(_ message: Bytes, context: Bytes) throws -> Bytes { try seal(message.span, context: context.span) }
    func open(_ sealed: Bytes, context: Bytes) throws -> Bytes { try open(sealed.span, context: context.span) }
    func seal(_ message: Bytes, context: Bytes, nonce: Bytes) throws -> Bytes {
        try seal(message.span, context: context.span, nonce: nonce)
    }
}

func areEqual(_ left: Bytes, _ right: Bytes) -> Bool {
    constantTimeEqual(left.span, right.span)
}

extension SigningKey {
    static func pem(_ text: Bytes, algorithm: SignatureAlgorithm) throws -> SigningKey {
        try pem(text.span, algorithm: algorithm)
    }
    func signature(of message: Bytes) throws -> Bytes { try signature(of: message.span) }
}

extension VerificationKey {
    static func pem(_ text: Bytes, algorithm: SignatureAlgorithm) throws -> VerificationKey {
        try pem(text.span, algorithm: algorithm)
    }
    static func curve(_ curve: Curve, x: Bytes, y: Bytes) throws -> VerificationKey {
        try .curve(curve, x: x.span, y: y.span)
    }
    static func ed25519(publicKey: Bytes) throws -> VerificationKey { try ed25519(publicKey: publicKey.span) }
    func isValid(signature: Bytes, of message: Bytes) -> Bool {
        isValid(signature: signature.span, of: message.span)
    }
}

extension AsymmetricKey {
    static func publicKey(der: Bytes) throws -> AsymmetricKey { try publicKey(der: der.span) }
    static func privateKey(der: Bytes) throws -> AsymmetricKey { try privateKey(der: der.span) }
    static func rsa(modulus: Bytes, exponent: Bytes) throws -> AsymmetricKey {
        try rsa(modulus: modulus.span, exponent: exponent.span)
    }
    func signature(of message: Bytes, algorithm: SignatureAlgorithm) throws -> Bytes {
        try signature(of: message.span, algorithm: algorithm)
    }
    func isValid(signature: Bytes, of message: Bytes, algorithm: SignatureAlgorithm) -> Bool {
        isValid(signature: signature.span, of: message.span, algorithm: algorithm)
    }
}

extension ECDSASignature {
    static func der(raw: Bytes, curve: Curve) -> Bytes? { der(raw: raw.span, curve: curve) }
}
