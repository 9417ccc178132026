import Testing

@testable import Crypto

/// Numbers 18 to 22: the signature lies, or its text does.
@Suite("Forged signatures")
struct ForgedSignatureTests {
    @Test("is refused, for the right reason", arguments: table)
    func refused(_ forgery: Forgery) throws {
        #expect(try TokenForge.shared.get().fault(of: forgery.token) == forgery.expected)
    }

    static let table: [Forgery] = {
        do {
            let forge = try TokenForge.shared.get()
            return try changed(forge) + texts(forge) + numbers(forge)
        } catch {
            return []
        }
    }()

    @Test("every number this suite is about has a row")
    func complete() {
        #expect(Set(Self.table.map(\.number)) == [18, 19, 20, 21, 22])
    }

    static func changed(_ forge: TokenForge) throws -> [Forgery] {
        var rows: [Forgery] = []
        for key in [forge.rs, forge.ps, forge.es, forge.hs, forge.ed] {
            let name = key.algorithm.rawValue
            let good = try TokenForge.token(TokenForge.header(for: key), TokenForge.payload(), by: key)
            let parts = good.split(separator: UInt8(ascii: ".")).map(Bytes.init)
            let signed = parts[0] + [UInt8(ascii: ".")] + parts[1] + [UInt8(ascii: ".")]
            let signature = try #require(Base64.url.decode(parts[2]))
            rows.append(Forgery(18, "\(name): empty signature", signed, .badSignature))
            for cut in 1...4 {
                let shorter = signed + Base64.url.encode(Bytes(signature.dropLast(cut)))
                rows.append(Forgery(18, "\(name): signature \(cut) short", shorter, .badSignature))
            }
            let longer = signed + Base64.url.encode(signature + [0])
            rows.append(Forgery(18, "\(name): signature longer", longer, .badSignature))
            var flipped = signature
            flipped[signature.count / 2] ^= 4
            rows.append(Forgery(18, "\(name): one bit", signed + Base64.url.encode(flipped), .badSignature))
            let admin = Bytes(TokenForge.payload(["sub": "\"admin\""]).utf8)
            let other = parts[0] + [46] + Base64.url.encode(admin) + [46] + parts[2]
            rows.append(Forgery(18, "\(name): another payload", other, .badSignature))
            let type = Bytes(TokenForge.header(for: key).replacing("at+jwt", with: "jwt").utf8)
            let retyped = Base64.url.encode(type) + [46] + parts[1] + [46] + parts[2]
            rows.append(Forgery(18, "\(name): another header", retyped, .badSignature))
        }
        let strange = try TokenForge.token(TokenForge.header, TokenForge.payload(), by: forge.strange)
        rows.append(Forgery(18, "another key under a known id", strange, .badSignature))
        return rows
    }

    static func texts(_ forge: TokenForge) throws -> [Forgery] {
        let good = String(decoding: try forge.good(), as: UTF8.self)
        let parts = good.split(separator: ".").map(String.init)
        var rows: [Forgery] = []
        for (index, part) in ["header", "payload", "signature"].enumerated() {
            for (name, text) in [
                ("padded", parts[index] + "="), ("padded twice", parts[index] + "=="), ("newline", parts[index] + "\n"),
                ("space", " " + parts[index]), ("plus", "+" + parts[index].dropFirst()),
                ("slash", "/" + parts[index].dropFirst()), ("percent", "%65" + parts[index].dropFirst()),
                ("one too many", parts[index] + "A"), ("NUL", parts[index] + "\u{0}"),
                ("high byte", parts[index] + "é"),
            ] {
                var changed = parts
                changed[index] = text
                let token = changed.joined(separator: ".")
                // A payload is only decoded once its text was signed, so a changed one fails as a signature.
                let fault: JWTFault = index == 1 ? .badSignature : .badEncoding
                rows.append(
                    Forgery(19, "\(part): \(name)", token, name == "one too many" ? loose(parts[index], fault) : fault))
            }
        }
        // 64 bytes take 86 characters, whose last one carries four unused bits.
        let last = try #require(parts[2].utf8.last.flatMap { Base64Alphabet.next(after: $0) })
        rows.append(
            Forgery(19, "signature: unused bits set", good.dropLast() + String(UnicodeScalar(last)), .badEncoding))
        // What a key holder signed with loose text is refused after the signature.
        let signed = "\(parts[0]).\(parts[1])="
        let signature = Base64.url.encode(try forge.es.signature(of: Bytes(signed.utf8)))
        rows.append(Forgery(19, "payload: padded before signing", Bytes(signed.utf8) + [46] + signature, .badEncoding))
        return rows
    }

    /// One more character may still be well-formed base64, and then it is the content that is wrong.
    static func loose(_ part: String, _ fault: JWTFault) -> JWTFault {
        guard fault == .badEncoding, Base64.url.decode(Bytes((part + "A").utf8)) != nil else { return fault }
        return part.count > 80 ? .badSignature : .malformedHeader
    }

    static func numbers(_ forge: TokenForge) throws -> [Forgery] {
        let order = Curve.p256.order
        let zero = Bytes(repeating: 0, count: 32)
        let one = Bytes(zero.dropLast()) + [1]
        let ff = Bytes(repeating: 0xff, count: 32)
        let signed = Bytes(
            "\(Bytes(TokenForge.header.utf8).base64URL).\(Bytes(TokenForge.payload().utf8).base64URL)".utf8)
        let real = try forge.es.signature(of: signed)
        let der = try #require(ECDSASignature.der(raw: real, curve: .p256))
        let forged: [(String, Bytes)] = [
            ("r = s = 0", zero + zero), ("r = 0", zero + one), ("s = 0", one + zero), ("r = n", order + one),
            ("s = n", one + order), ("r = s = n", order + order), ("all ones", ff + ff), ("DER", der),
            ("63 bytes", Bytes(real.dropLast())), ("65 bytes", real + [0]), ("leading zero", [0] + real),
            ("96 bytes", real + zero), ("1 byte", [1]),
        ]
        var rows = forged.map { name, signature in
            Forgery(20, "ES256, \(name)", signed + [46] + Base64.url.encode(signature), .badSignature)
        }
        let overflow = signed + [46] + Bytes(repeating: UInt8(ascii: "A"), count: 21_830)
        rows.append(Forgery(20, "ES256, 21 830 characters", overflow, .tooLarge))
        for key in [forge.rs, forge.ps] {
            let text = TokenForge.header(for: key)
            let signed = Bytes("\(Bytes(text.utf8).base64URL).\(Bytes(TokenForge.payload().utf8).base64URL)".utf8)
            for (name, signature) in [
                ("zero", Bytes(repeating: 0, count: 256)), ("one", Bytes(repeating: 0, count: 255) + [1]),
                ("above the modulus", Bytes(repeating: 0xff, count: 256)),
            ] {
                let token = signed + [46] + Base64.url.encode(signature)
                rows.append(Forgery(21, "\(key.algorithm.rawValue), \(name)", token, .badSignature))
            }
        }
        for guess in ["secret", "password", "changeme", "your-256-bit-secret", "", "0"] {
            let key = MessageAuthenticator(key: SecretBytes(copying: Bytes(guess.utf8)), function: .sha256)
            let text = TokenForge.header(for: forge.hs)
            let signed = Bytes("\(Bytes(text.utf8).base64URL).\(Bytes(TokenForge.payload().utf8).base64URL)".utf8)
            let token = signed + [46] + Base64.url.encode(key.code(for: signed))
            rows.append(Forgery(22, "HMAC key \"\(guess)\"", token, .badSignature))
        }
        return rows
    }
}

enum Base64Alphabet {
    /// The character for the next value, which differs in the lowest bit alone for every even one.
    static func next(after character: UInt8) -> UInt8? {
        let alphabet = Bytes("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        guard let index = alphabet.firstIndex(of: character), index + 1 < alphabet.count else { return nil }
        return alphabet[index + 1]
    }
}
