import Crypto
import HTTPServer
import Identity
import PlatformProtocol
import ServiceRuntime

/// What the gateway is made of, ready for use: keys, policy, tables and limits.
struct GatewaySetup: Sendable {
    /// The keys of users' tokens, from all sources together.
    let tokenKeys: JWTKeySet
    let tokenPolicy: JWTPolicy
    /// Signs internal tokens.
    let internalKey: SigningKey
    let via: Via
    let proxies: TrustedProxies
    let plan: RateLimitPlan
    let limiter: RateLimiter
    let routes: RouteTable
    let operations: TemplateTable
    /// The bodies still arriving, on all loops.
    let heldBodies: HeldBodies
    /// Who may do what, by the row of the permission table.
    let rules: [AccessRule]
    /// Makes the keys by which callers are counted.
    let keying = RateLimitKeying()
    /// Entries of the key set that were left out, for the log.
    let skippedKeys: [(index: Int, reason: JWKSet.SkipReason)]

    /// Makes everything, or throws all that keeps it from being made.
    init(_ configuration: GatewayConfiguration) throws(GatewaySetupFaults) {
        var check = GatewaySetupCheck()
        let keys = check.tokenKeys(configuration.tokens)
        let policy = check.tokenPolicy(configuration.tokens)
        let signing = check.internalKey(configuration.tokens)
        let via = Via(pseudonym: configuration.viaPseudonym)
        if via == nil { check.fail("RISHI_VIA", "is not a token: letters, digits and a few signs") }
        let plan = RateLimitPlan(configuration.limits)
        let limiter = check.limiter(plan, keysMax: configuration.rateKeysMax)
        let tables = check.tables(configuration)
        guard let keys, let policy, let signing, let via, let limiter, let tables, check.faults.isEmpty else {
            throw GatewaySetupFaults(all: check.faults)
        }
        tokenKeys = keys.set
        skippedKeys = keys.skipped
        tokenPolicy = policy
        internalKey = signing
        self.via = via
        proxies = TrustedProxies(configuration.trustedProxies)
        self.plan = plan
        self.limiter = limiter
        routes = tables.routes
        operations = tables.operations
        heldBodies = HeldBodies(bytesMax: configuration.bodiesHeldBytesMax)
        rules = PermissionTable.operations.map(AccessRule.init)
    }
}

/// Everything in which settings do not go together. Names settings, never values of secrets.
public struct GatewaySetupFaults: Error, Equatable, CustomStringConvertible {
    /// One thing wrong, and the setting to look at.
    public struct Fault: Sendable, Equatable {
        public let setting: String
        public let reason: String
    }

    public let all: [Fault]

    public var label: StaticString { "gateway_setup_refused" }

    /// One line a fault.
    public var description: String { all.map { "\($0.setting): \($0.reason)" }.joined(separator: "\n") }
}

/// Makes the parts one by one and remembers what went wrong.
struct GatewaySetupCheck {
    private(set) var faults: [GatewaySetupFaults.Fault] = []

    mutating func fail(_ setting: String, _ reason: String) {
        faults.append(GatewaySetupFaults.Fault(setting: setting, reason: reason))
    }

    /// All keys of all three settings; at least one is needed.
    mutating func tokenKeys(
        _ settings: TokenSettings
    ) -> (set: JWTKeySet, skipped: [(index: Int, reason: JWKSet.SkipReason)])? {
        var keys: [VerificationKey] = []
        var skipped: [(index: Int, reason: JWKSet.SkipReason)] = []
        let faultsBefore = faults.count
        if let secret = settings.secret?.revealed {
            do throws(KeyFault) {
                keys.append(try .secret(SecretBytes(secret.span), algorithm: .hs256))
            } catch {
                fail("RISHI_JWT_SECRET", "is refused: \(error.label)")
            }
        }
        if let text = settings.publicKey?.revealed {
            do throws(KeyFault) {
                keys.append(try .pem(text.span, algorithm: .edDSA))
            } catch {
                fail("RISHI_JWT_PUBLIC_KEY", "is no Ed25519 public key in PEM: \(error.label)")
            }
        }
        if let document = settings.keySet?.revealed {
            do throws(JWKSet.Fault) {
                let set = try JWKSet(parsing: document.span, source: .configured)
                keys += set.keys.keys
                skipped = set.skipped
            } catch {
                fail("RISHI_JWT_JWKS", "is refused: \(error.label)")
            }
        }
        guard faults.count == faultsBefore else { return nil }
        do throws(JWTKeySet.Fault) {
            return (try JWTKeySet(keys), skipped)
        } catch {
            fail(
                "RISHI_JWT_SECRET, RISHI_JWT_PUBLIC_KEY, RISHI_JWT_JWKS",
                error == .empty ? "at least one is required" : "do not go together: \(error.label)")
            return nil
        }
    }

    mutating func tokenPolicy(_ settings: TokenSettings) -> JWTPolicy? {
        do throws(JWTPolicy.Fault) {
            return try JWTPolicy(
                issuers: settings.issuers, audiences: settings.audiences, leeway: settings.leeway.components.seconds,
                lifetimeMax: settings.lifetimeMax.components.seconds)
        } catch {
            fail("RISHI_JWT_ISSUERS, RISHI_JWT_AUDIENCES", "make no policy: \(error.label)")
            return nil
        }
    }

    mutating func internalKey(_ settings: TokenSettings) -> SigningKey? {
        do throws(InternalKeys.Fault) {
            return try InternalKeys.signingKey(
                settings.internalKey.revealed.span, owner: .gateway, name: settings.internalKeyName)
        } catch {
            fail("RISHI_INTERNAL_KEY", "is refused: \(error.label)")
            return nil
        }
    }

    mutating func limiter(_ plan: RateLimitPlan, keysMax: Int) -> RateLimiter? {
        do throws(RateLimitPolicyFaults) {
            return try RateLimiter(policies: plan.policies, keysMax: keysMax)
        } catch {
            for fault in error.all {
                let name = fault.index.map { plan.policies[$0].name } ?? "the list"
                self.fail("RISHI_LIMIT_*", "\(name): \(fault.kind)")
            }
            return nil
        }
    }

    mutating func tables(_ configuration: GatewayConfiguration) -> (routes: RouteTable, operations: TemplateTable)? {
        let operations: TemplateTable
        do throws(TemplateTable.Faults) {
            operations = try PlatformRoutes.operations()
        } catch {
            preconditionFailure("the permission table is ours and tested")
        }
        let timeouts = RouteTimeouts(
            connect: configuration.timeouts.connect, firstByte: configuration.timeouts.firstByte,
            idle: configuration.timeouts.idle)
        guard timeouts.isPossible else {
            fail("RISHI_TIMEOUT_CONNECT", "is longer than RISHI_TIMEOUT_FIRST_BYTE")
            return nil
        }
        do throws(RouteFaults) {
            let list = PlatformRoutes.all(timeouts: timeouts, bodyBytesMax: configuration.bodyBytesMax)
            return (try RouteTable(list, upstreams: PlatformRoutes.upstreams, operations: operations), operations)
        } catch {
            for fault in error.all { self.fail("routes", "\(fault.prefix): \(fault.kind)") }
            return nil
        }
    }
}
