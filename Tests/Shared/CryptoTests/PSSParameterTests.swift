import Testing

@testable import Crypto

/// Number 21: signatures that another implementation (the openssl program) made with parameters RFC 7518 3.5 does not
/// allow. Their signer is honest and their key is ours, so only the parameters can refuse them.
@Suite("PSS parameters")
struct PSSParameterTests {
    static let message = Array("message".utf8)

    func isValid(_ signature: String) throws -> Bool {
        let key = try AsymmetricKey.rsa(modulus: Bytes(base64URL: Self.modulus), exponent: [1, 0, 1])
        return key.isValid(signature: Bytes(base64URL: signature), of: Self.message, algorithm: .ps256)
    }

    @Test("a salt as long as the hash is accepted, any other length refused")
    func saltLength() throws {
        #expect(try isValid(Self.salt32))
        #expect(try !isValid(Self.salt20))
        #expect(try !isValid(Self.salt0))
    }

    @Test("a mask made with another hash is refused")
    func mask() throws {
        #expect(try !isValid(Self.sha1Mask))
    }

    static let modulus =
        "vbbSScu6v02oyfd7en8R2Qjh-2P26ZHQblIA5sPtGYNb52IDb9wBOTD_nH7BqnCW2-4LVlIiC30VV_Sh0Eze8RvZo6BpCoZj"
        + "t1kEpp2REGp9LMal5Law7YBW7KVIjLS7k_ERQsYzWHVL3cQf7JSxth8noyBqgt0ofQwUZsaCPmecWJQQxYJvu9jLfD6nPOuA"
        + "h_Cbzqw9Oc-kX1UXNXXo7fZHKYJP2WevnNQ6kCRpQYQR7lF0BXYl6mXUSSjYpIOcd37KQ_SeTgt6bgDvcJ4p97weVsRuX2q6"
        + "-Tn8uSHJdJ-0-cWeVs-gwUhujtBY-q5JjhqtPlry8w_uZopoeRZXTQ"

    static let salt32 =
        "HQQGThvItmCev-thdIEcyL9jMEpbJ8P2AoyYXdxJM0A2eiumZz_6xga0DPbil70l1JaEUrL5ieOBWiwtYbITBp3ZHiyIBKBi"
        + "kG91YNVt83uPway7cOPfU7d7-xOxFO_FnEUTkKlMpkuxTdFYH0C6MbpgPsqqYc7PElyom0Q8mgUW7JfTrI4x29PgtuNAl8-x"
        + "CF_Dvwhz0wO3RN1l8fghSRlRsLI0SdDIndVLVKfYCWZK6oqYaTfg15NXVYQGUH8My7zbVMWHOE8kFAGybKBSt0RxxGg8bbPs"
        + "Ej5M_6ME4oHdYU8qStJH93nAYmWuXmwWltVQ4-L7-Ot1lyRb4RGRPA"

    static let salt20 =
        "gpFmIU41vCZhGhxfpw7DS9aGETh71kQpVO7EIMT0AuqPf-Z8Xh6as1qsSccuO3vbkVk7UxLI-dM5qBBmkEM3BTDHofIcOAxN"
        + "a3wq8k9XBoHO0DPxGkg0rN0sFZ7fBcLiDtGZCVn4nWiokPWFVKz1xCsHJLmcl1G-jiY4rj90vigrq8r6_AjDYDlAaLqVOs8Y"
        + "2xUpR27KYdDE9HWtgBuC8jZ2ipcfYJA_nmwpaZKls3m_AU0fB0_j7Z1XoQdPxM5_hjzUrPgbRlXpWSDgde4ChK7HI-tYXZMJ"
        + "ynR8nQIUPjM-Kx8uiO6ZNFRHogE07XHM3t6sfYBKrGxGIfulK-c2DA"

    static let salt0 =
        "isbcJxR2Gsz0OeO3CawSbMoJM6KXgZx2vgFafaecSninxtWu8HrF169gJrhnbHnA98n0ZIJEj4zPbYEfOTpOyTPbOPmXi5rH"
        + "uUXIHZsMKDYgLtTId9tWKqoZwbUbKdtN_RXlJ8-QOPo6pAmm6lvDfSxxbIz0tCn2t9xLsMRXx8gtVImVHhdsw57aTvJXaJbC"
        + "aVaufGjUv6aqV8rliHDoOnhqNFgO8N_GmVG3rvbVBhBMn5gDwtsRiYrC8CxB-VpyDbK6fxfa-7QsCmWuj6C_HGkEb3E58Ufg"
        + "luADWPKVJm821Hw9w893gQe213yvPzWaC9cjzXeiPwhUZhJOwf3jng"

    static let sha1Mask =
        "HP3RmCTUWyhG1D3FBh1mwJ91GD-icl7DGFxjJbYaP90ANG4KZyLzCcOc47b15l8ddWTWkl4vJ8cVg3Cu6Dz7lsW1MBSMjv8V"
        + "SFuN1r7n45sim6gHcc3OsIbjfZjG_kv9tjpZmtb2addfZ7hY9T0yt5234Gi8zTfR2f4pBymfvVe6c5haaZlGxCzQydlABwY2"
        + "dBnDCnYBcoNElwtLUuSfFkIPvomYk0s2W7QJ20YAMxB3nLMeXic_eiZ_Ub2MrfV3EURGgiHXbpzI_xtm1nnHN2-_WJW2FUOg"
        + "hTkfCY9lwxIAgVI7JM9H1LdD50AzLfYdXT_RFdv7W6P7_sJiiUmRDQ"
}
