public import Observability

/// What a process does with its arguments and its environment, decided before anything is started. `main` carries it
/// out:
///
///     ProcessSignals.block()
///     switch StartDecision<GatewayConfiguration>(program: "gateway", version: "1.0.0") {
///     case .run(let loaded): …
///     case .answer(let text): stdout gets the text, the process succeeds
///     case .refuse(let text, let exitCode): stderr gets the text
///     }
public enum StartDecision<Value: Configuration>: Sendable {
    /// Start with these settings; the warnings are for the log.
    case run(LoadedConfiguration<Value>)
    /// Print this and succeed.
    case answer(String)
    /// Print this as an error and end with this code (from sysexits.h: 64 for the command line, 78 for settings).
    case refuse(String, exitCode: Int32)

    public init(
        program: String, version: String, arguments: [String] = Array(CommandLine.arguments.dropFirst()),
        variables: [String: String] = processEnvironment(), files: any FileSource = SystemFiles()
    ) {
        switch StartRequest(arguments: arguments) {
        case .help: self = .answer(SettingListing.help(for: program, Value.settings))
        case .version: self = .answer("\(program) \(version)\n")
        case .unknown(let argument):
            self = .refuse("\(program): unknown argument \(argument); try --help\n", exitCode: 64)
        case .run, .printConfiguration:
            do throws(ConfigurationFaults) {
                let loaded = try Value.load(from: variables, files: files)
                let isRun = StartRequest(arguments: arguments) == .run
                self = isRun ? .run(loaded) : .answer(SettingListing.values(loaded.settings))
            } catch {
                let text = "\(program) cannot start: \(error.faults.count) settings are wrong\n\(error.description)\n"
                self = .refuse(text, exitCode: 78)
            }
        }
    }
}

extension SettingKind<LogLevel> {
    /// The lowest level that is logged.
    public static var logLevel: SettingKind {
        .choice(among: LogLevel.allCases) { $0.name.description }
    }
}
