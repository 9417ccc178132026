import Crypto
import EventLoop
import HTTPServer
import HTTPWire
import Identifiers
import Identity
import Observability
import PlatformProtocol

/// What the gateway knows of a request that may pass.
struct Admission {
    /// The row of the permission table; -1 where the path has no operations (Socket.IO's transport).
    let operation: Int
    let classification: DataClassification
    let identity: VerifiedIdentity?
    /// How the caller stands with its limits; nil where nothing was counted.
    let limits: RateLimitDecision?
}

/// The facts of a permission row that every request asks for, without its texts.
struct AccessRule: Sendable {
    let roles: RoleSet
    let isOpen: Bool
    let changesState: Bool
    let classification: DataClassification

    init(_ operation: Operation) {
        roles = operation.roles
        isOpen = operation.isOpen
        changesState = operation.changesState
        classification = operation.classification
    }

    func allows(_ held: RoleSet) -> Bool { isOpen || roles.meets(held) }
}

extension GatewayLoop {
    /// Lets a request pass, or throws the problem that refuses it.
    func admit(
        _ exchange: ServerExchange, _ head: HTTPRequestHead, _ match: RouteTable.Match, _ route: RouteTarget
    ) throws -> Admission {
        let identity = try identity(of: exchange, head)
        exchange.notes.organization = identity?.organizationID
        let lookup = match.operations.map { node in
            head.target.withPath { setup.operations.lookup(head.method, $0, from: match.prefixBytes, under: node) }
        }
        // Known to the metrics whatever becomes of the request; the caller learns of it only what the answer says.
        if case .found(let found) = lookup { exchange.notes.route = found.operation }
        if identity == nil, asksForIdentity(lookup, route) {
            try chargeAddress(of: exchange)
            throw Problem.missingToken
        }
        var row = -1
        var rule: AccessRule?
        switch lookup {
        case .found(let found):
            row = found.operation
            rule = setup.rules[row]
        case .methodNotAllowed(let allowed):
            throw Problem.methodNotAllowed(allowed)
        case .unknown: throw Problem(.notFound)
        case nil: guard !route.needsIdentity else { throw Problem(.notFound) }
        }
        if let rule, let identity, !rule.allows(identity.roles) {
            throw Problem.forbidden(PermissionTable.operations[row])
        }
        let limits = try charge(exchange, identity, rule, route)
        return Admission(
            operation: row, classification: rule?.classification ?? route.classification, identity: identity,
            limits: limits)
    }

    private func asksForIdentity(_ lookup: TemplateTable.Lookup?, _ route: RouteTarget) -> Bool {
        guard case .found(let found) = lookup else { return route.needsIdentity }
        return !setup.rules[found.operation].isOpen
    }

    // MARK: Identity

    /// Who is calling; nil for a request without a credential. A bad one is refused even where none is needed.
    private func identity(of exchange: ServerExchange, _ head: HTTPRequestHead) throws -> VerifiedIdentity? {
        guard let range = head.fields.firstRange(.authorization) else { return nil }
        let value = head.fields.bytes.span.extracting(range)
        if let same = verifier.identity(of: value, as: exchange.credential, now: now) { return same }
        let mark = verifier.mark
        if let kept = verifier.kept(authorization: value, now: now) {
            exchange.credential = IdentityVerifier.proven(value, kept, asOf: mark, now: now)
            return kept
        }
        // A signature costs a hundred times what anything else here does: an address that only sends bad ones is
        // turned away before the next is looked at. A good one gives its charge back.
        let charge = try chargeAuthentication(of: exchange)
        do throws(Refusal) {
            let identity = try verifier.identity(authorization: value, now: now)
            setup.limiter.refund(charge, at: loop.now.nanoseconds)
            metrics.verifiedTokens.add()
            return identity
        } catch {
            metrics.refusedTokens.with("\(error.label)").add()
            throw error.problem
        }
    }

    // MARK: Limits

    /// Counts a verified caller as subject and organisation, anyone else by address.
    private func charge(
        _ exchange: ServerExchange, _ identity: VerifiedIdentity?, _ rule: AccessRule?, _ route: RouteTarget
    ) throws -> RateLimitDecision? {
        guard route.rateClass != .uncounted else { return nil }
        guard let identity else { return try chargeAddress(of: exchange, flightsMax: setup.plan.addressFlights) }
        let changes = route.rateClass == .byMethod && (rule?.changesState ?? !exchange.head.method.isSafe)
        let charges = setup.plan.charges(
            roles: identity.roles, changesState: changes,
            subject: setup.keying.key(.subject, identity.subjectDigest),
            organization: setup.keying.key(.organization, identity.organizationID ?? identity.subjectDigest))
        return try admitted(setup.limiter.admit(charges, at: loop.now.nanoseconds))
    }

    /// Counts a request that nobody has put a name to; with `flightsMax`, as under way as well.
    @discardableResult
    func chargeAddress(of exchange: ServerExchange, flightsMax: UInt32 = 0) throws -> RateLimitDecision {
        let charge = RateLimitCharge(policy: setup.plan.address, key: addressKey(of: exchange))
        return try admitted(setup.limiter.admit(charge, at: loop.now.nanoseconds, flightsMax: flightsMax))
    }

    /// Ends a flight, if there is one.
    func land(_ flight: inout RateLimitFlight?) {
        guard let landing = flight else { return }
        flight = nil
        setup.limiter.land(landing)
    }

    private func chargeAuthentication(of exchange: ServerExchange) throws -> RateLimitCharge {
        let charge = RateLimitCharge(policy: setup.plan.authentication, key: addressKey(of: exchange))
        _ = try admitted(setup.limiter.admit(charge, at: loop.now.nanoseconds))
        return charge
    }

    private func admitted(_ decision: RateLimitDecision) throws -> RateLimitDecision {
        guard decision.isAdmitted else {
            guard !decision.isCrowded else {
                metrics.crowded.add()
                throw Problem(
                    .rateLimited, detail: "Too many requests of this caller are under way.",
                    headers: decision.problemHeaders(of: setup.limiter))
            }
            metrics.limited.add()
            throw Problem(.rateLimited, headers: decision.problemHeaders(of: setup.limiter))
        }
        return decision
    }

    private func addressKey(of exchange: ServerExchange) -> RateLimitKey {
        let client = path(of: exchange).client.accountable
        return setup.keying.key(.address, high: client.high, low: client.low)
    }

    /// The way the request is known to have taken.
    func path(of exchange: ServerExchange) -> ForwardedPath {
        let peer = IPAddress(bytes: exchange.peer.bytes.span) ?? IPAddress(v4: 0)
        return setup.proxies.path(of: exchange.head.fields, from: peer)
    }
}
