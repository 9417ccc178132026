/// Names by which servers are told who is calling. Whoever sends one from outside wants to be taken for someone else,
/// so they never pass, whatever a service does with them today.
enum ReservedFieldName {
    /// What an incoming name may not begin with. Lower case.
    private static let incoming: [[UInt8]] = [
        "x-user", "x-role", "x-scope", "x-org", "x-tenant", "x-subject", "x-identity", "x-auth", "x-internal",
        "x-rishi", "x-geo", "x-forwarded", "x-real-", "x-client-ip", "x-client-cert", "x-client-id", "x-cluster-client",
        "x-remote", "x-original",
        "x-rewrite", "x-envoy", "x-permission", "x-data-classification", "x-jwt", "x-access-token", "x-service",
        "x-http-method", "x-method-override", "remote-", "true-client", "client-ip", "cf-", "fastly-",
        "forwarded-", "ssl-client", "internal-", "proxy",
    ].map { Array($0.utf8) }

    /// What a service may tell the gateway but not the world.
    private static let outgoing: [[UInt8]] = [
        "x-internal", "x-rishi", "x-powered-by", "x-aspnet", "x-runtime", "x-upstream", "x-envoy", "server-",
    ].map { Array($0.utf8) }

    /// Whether a custom name from outside is one of ours to write.
    static func isReservedIncoming(_ name: borrowing Span<UInt8>) -> Bool {
        begins(name, withOneOf: incoming)
    }

    /// Whether a custom name from a service stays inside.
    static func isReservedOutgoing(_ name: borrowing Span<UInt8>) -> Bool {
        begins(name, withOneOf: outgoing)
    }

    private static func begins(_ name: borrowing Span<UInt8>, withOneOf prefixes: [[UInt8]]) -> Bool {
        guard name.count > 2 else { return false }
        // The third letter tells most of them apart.
        let third = name[2] | 0x20
        next: for prefix in prefixes.indices where prefixes[prefix].count <= name.count {
            guard prefixes[prefix][2] | 0x20 == third else { continue }
            for index in prefixes[prefix].indices where prefixes[prefix][index] != lowerCased(name[index]) {
                continue next
            }
            return true
        }
        return false
    }

    @inline(__always)
    static func lowerCased(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}
