import EventLoop
import Identifiers
import LocalPlatform
import PlatformProtocol
import ServiceRuntime

/// Prints a token that the gateway of this checkout accepts, and nothing else.
struct TokenCommand: OperatorCommand, Equatable {
    static let name = "token"
    static let usage = """
        rishi token [options]                       print a token that the gateway of this checkout accepts
          --role ROLE       what its holder is; several times for several (platform_admin)
                            \(roles)
          --org ID          the organisation, a UUID (\(UserToken.localOrganization))
          --sub ID          who that is (\(UserToken.localSubject))
          --ttl SECONDS     how long it is valid (\(LocalPlatformLimits.tokenLifetime))
          --data FOLDER     the checkout (RISHI_DATA; .)
        """

    /// `service` is what services are to one another, and the gateway refuses it of users.
    private static let userRoles = Role.allCases.filter { $0 != .service }
    private static var roles: String { userRoles.map(\.rawValue).joined(separator: " ") }

    var token = UserToken()
    var data: String

    init?(_ arguments: [String], _ environment: OperatorEnvironment) throws(UsageError) {
        if arguments.contains("--help") { return nil }
        data = environment.data
        var named: [Role] = []
        var options = OptionReader(arguments.dropFirst())
        while let option = options.next() {
            switch option {
            case "--role":
                let name = try options.value(of: option)
                guard let role = Role(exactly: name), Self.userRoles.contains(role) else {
                    throw UsageError("no role: \(name)")
                }
                named.append(role)
            case "--org":
                token.organization = try options.uuid(of: option).description
            case "--sub":
                token.subject = try options.value(of: option)
                guard token.subject.utf8.count <= ActorID.bytesMax else {
                    throw UsageError("--sub takes \(ActorID.bytesMax) bytes at most")
                }
            case "--ttl":
                token.lifetime = Int64(
                    try options.number(of: option, in: 1...Int(LocalPlatformLimits.tokenLifetimeMax)))
            case "--data": data = try options.value(of: option)
            default: throw UsageError("unknown: \(option)")
            }
        }
        if !named.isEmpty { token.roles = named }
    }

    func run(
        on loop: Loop, _ environment: OperatorEnvironment, say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandStatus {
        say(try token.signed(in: RunFolder(checkout: wholePath(of: data)), at: SystemWallClock().now))
        return .done
    }
}
