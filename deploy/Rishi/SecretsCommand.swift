import EventLoop
import LocalPlatform

/// Makes the keys and passwords of the platform, for processes that something else than `up` starts.
struct SecretsCommand: OperatorCommand, Equatable {
    static let name = "secrets"
    static let usage = """
        rishi secrets [--data FOLDER]               make the keys and passwords that are missing in FOLDER/.run/secrets, in
                                                    files named after the variables that say where they are
        """

    var data: String

    init?(_ arguments: [String], _ environment: OperatorEnvironment) throws(UsageError) {
        if arguments.contains("--help") { return nil }
        data = environment.data
        var options = OptionReader(arguments.dropFirst())
        while let option = options.next() {
            guard option == "--data" else { throw UsageError("unknown: \(option)") }
            data = try options.value(of: option)
        }
    }

    func run(
        on loop: Loop, _ environment: OperatorEnvironment, say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandStatus {
        let folder = RunFolder(checkout: wholePath(of: data))
        try folder.make()
        say("\(folder.path)/secrets: \(try SecretStore(in: folder).makeAll()) files")
        return .done
    }
}
