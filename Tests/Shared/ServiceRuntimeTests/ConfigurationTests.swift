import Observability
import Testing

@testable import ServiceRuntime

private enum Tier: String, CaseIterable, Sendable {
    case free
    case paid
}

private struct SampleConfiguration: Configuration {
    let listen: HostPort
    let brokers: [HostPort]
    let drain: Duration
    let bodyMax: Int
    let workers: Int
    let tier: Tier
    let verbose: Bool
    let collector: EndpointURL?
    let key: Secret<[UInt8]>
    let database: Secret<String>?

    init(reading environment: inout EnvironmentReader) {
        listen = environment.value("RISHI_LISTEN", .hostPort, "Where clients connect.")
        brokers = environment.value("RISHI_BROKERS", .list(of: .hostPort, count: 1...2), "Kafka.")
        drain = environment.value(
            "RISHI_DRAIN", .duration(in: .seconds(1) ... .seconds(60)), default: .seconds(25), "Time to finish.")
        bodyMax = environment.value("RISHI_BODY_MAX", .size(in: 1...(10 << 20)), default: 1 << 20, "Largest body.")
        workers = environment.value("RISHI_WORKERS", .integer(in: 1...8), default: 2, "Loops.")
        tier = environment.value("RISHI_TIER", .choice(), default: .free, "Tier.")
        verbose = environment.value("RISHI_VERBOSE", .flag, default: false, "Say more.")
        collector = environment.optional("RISHI_OTLP", .url, "Trace collector.")
        key = environment.secret("RISHI_KEY", .bytes(4...8), "Signs.")
        database = environment.optionalSecret("DATABASE_URL", .text(), "The database.")
    }
}

struct ConfigurationTests {
    private let minimal = ["RISHI_LISTEN": "[::1]:8080", "RISHI_BROKERS": "a:1, b:2", "RISHI_KEY": "hunter2"]

    @Test("a valid environment becomes typed values, with defaults for what is not said")
    func loaded() throws {
        let loaded = try SampleConfiguration.load(
            from: minimal.merging(["RISHI_DRAIN": "1500ms", "RISHI_TIER": "paid", "RISHI_VERBOSE": ""]) { $1 })
        let value = loaded.value
        #expect(value.listen == HostPort(host: "::1", port: 8080))
        #expect(value.brokers == [HostPort(host: "a", port: 1), HostPort(host: "b", port: 2)])
        #expect(value.drain == .milliseconds(1500))
        #expect(value.bodyMax == 1 << 20)
        #expect(value.tier == .paid)
        #expect(value.verbose == false)
        #expect(value.collector == nil)
        #expect(value.key.revealed == Array("hunter2".utf8))
        #expect(value.database == nil)
        #expect(loaded.warnings.isEmpty)
    }

    @Test("every fault is told at once, by name, and no secret with it")
    func faults() throws {
        let faults = #expect(throws: ConfigurationFaults.self) {
            try SampleConfiguration.load(from: [
                "RISHI_BROKERS": "a:1,,b:2", "RISHI_DRAIN": "10", "RISHI_BODY_MAX": "11MiB", "RISHI_WORKERS": "9",
                "RISHI_TIER": "gold", "RISHI_VERBOSE": "maybe", "RISHI_OTLP": "http://user:pw@host/",
                "RISHI_KEY": "far-too-long-a-secret",
            ])
        }
        #expect(
            faults?.faults.map(\.name) == [
                "RISHI_LISTEN", "RISHI_BROKERS", "RISHI_DRAIN", "RISHI_BODY_MAX", "RISHI_WORKERS", "RISHI_TIER",
                "RISHI_VERBOSE", "RISHI_OTLP", "RISHI_KEY",
            ])
        let text = try #require(faults).description
        #expect(text.contains("RISHI_TIER: \"gold\" is not one of free, paid"))
        #expect(text.contains("RISHI_BODY_MAX: \"11MiB\" is not a size such as 512B, 64KiB or 10MB, from 1B to 10MiB"))
        #expect(text.contains("secret") && !text.contains("far-too"))
    }

    @Test("a secret may come from a file, whose last newline is not part of it")
    func secretFile() throws {
        var variables = minimal
        variables["RISHI_KEY"] = nil
        variables["RISHI_KEY_FILE"] = "/run/secrets/key"
        let files = Files(["/run/secrets/key": Array("from-it\r\n".utf8)])
        let loaded = try SampleConfiguration.load(from: variables, files: files)
        #expect(loaded.value.key.revealed == Array("from-it".utf8))
        #expect(loaded.settings.first { $0.name == "RISHI_KEY" }?.source == .file)
    }

    @Test("a secret given twice, or whose file cannot serve, is a fault")
    func secretFileFaults() throws {
        let files = Files([
            "/empty": [], "/newline": [10], "/binary": [0xFF, 0xFE, 0xFD, 0xFC],
            "/exact": Array(repeating: 65, count: ConfigurationLimits.secretFileBytes),
            "/large": Array(repeating: 65, count: ConfigurationLimits.secretFileBytes + 1),
        ])
        func reason(_ more: [String: String]) -> String? {
            var variables = minimal
            variables["RISHI_KEY"] = nil
            do {
                _ = try SampleConfiguration.load(from: variables.merging(more) { $1 }, files: files)
                return nil
            } catch {
                return error.faults.count == 1 ? error.faults[0].description : nil
            }
        }
        #expect(reason(["RISHI_KEY": "12345", "RISHI_KEY_FILE": "/x"])?.contains("given twice") == true)
        #expect(reason(["RISHI_KEY_FILE": "/absent"]) == "RISHI_KEY_FILE: \"/absent\" cannot be read")
        #expect(reason(["RISHI_KEY_FILE": "/empty"])?.contains("is empty") == true)
        #expect(reason(["RISHI_KEY_FILE": "/newline"])?.contains("is empty") == true)
        #expect(reason(["RISHI_KEY_FILE": "/binary"])?.contains("not UTF-8") == true)
        #expect(reason(["RISHI_KEY_FILE": "/large"])?.contains("longer than 65536 bytes") == true)
        #expect(reason(["RISHI_KEY_FILE": "/exact"])?.contains("the secret is not 4 to 8 bytes") == true)
        #expect(reason([:])?.contains("RISHI_KEY: is required") == true)
    }

    @Test("the machine's own files are read whole, up to the limit and not past it")
    func systemFiles() throws {
        let own = try SystemFiles().read("/proc/self/comm", atMost: 64)
        #expect(own.last == UInt8(ascii: "\n"))
        #expect(throws: FileFault.tooLarge(limit: own.count - 1)) {
            try SystemFiles().read("/proc/self/comm", atMost: own.count - 1)
        }
        #expect(try SystemFiles().read("/proc/self/comm", atMost: own.count) == own)
        #expect(throws: FileFault.unreadable) { try SystemFiles().read("/nonexistent", atMost: 1) }
        #expect(processEnvironment()["PATH"] != nil)
    }

    @Test("a variable that looks like ours and is not is warned about, with what it may have meant")
    func warnings() throws {
        var variables = minimal
        variables["RISHI_LISTENN"] = "x"
        variables["RISHI_SOMETHING_ELSE"] = "x"
        variables["DATABASE_URL_FILE"] = nil
        variables["OTHER"] = "x"
        let loaded = try SampleConfiguration.load(from: variables)
        #expect(
            loaded.warnings == [
                ConfigurationWarning(name: "RISHI_LISTENN", nearest: "RISHI_LISTEN"),
                ConfigurationWarning(name: "RISHI_SOMETHING_ELSE", nearest: nil),
            ])
    }

    @Test("help lists every setting from the same declarations")
    func help() {
        let help = SettingListing.help(for: "sample", SampleConfiguration.settings)
        for line in [
            "RISHI_LISTEN  [required]", "RISHI_DRAIN  [default 25s]", "RISHI_BODY_MAX  [default 1MiB]",
            "RISHI_TIER  [default free]", "RISHI_OTLP  [optional]", "RISHI_KEY (or RISHI_KEY_FILE)  [required]",
        ] {
            #expect(help.contains(line + "\n"))
        }
        #expect(help.contains("    Must be a duration such as 250ms, 10s or 5m, from 1s to 1m.\n"))
    }

    @Test("the printed configuration shows what is used and masks secrets")
    func printed() throws {
        let loaded = try SampleConfiguration.load(
            from: minimal.merging(["RISHI_DRAIN": "2000ms", "DATABASE_URL": "postgres://u:pw@h/d"]) { $1 })
        let text = SettingListing.values(loaded.settings)
        #expect(text.contains("RISHI_LISTEN=[::1]:8080  # environment\n"))
        #expect(text.contains("RISHI_DRAIN=2s  # environment\n"))
        #expect(text.contains("RISHI_WORKERS=2  # default\n"))
        #expect(text.contains("RISHI_KEY=[secret]  # environment\n"))
        #expect(text.contains("RISHI_OTLP=  # default\n"))
        #expect(!text.contains("pw") && !text.contains("hunter2"))
    }

    @Test("a secret shows itself nowhere")
    func secret() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped)".contains("hunter2"))
    }

    @Test(
        "the command line asks for one thing",
        arguments: [
            ([], .run), (["--help"], .help), (["-h"], .help), (["--print-config"], .printConfiguration),
            (["--health"], .health), (["--version"], .version), (["--frobnicate"], .unknown(argument: "--frobnicate")),
            (["--help", "x"], .unknown(argument: "x")),
        ] as [([String], StartRequest)])
    func commandLine(arguments: [String], request: StartRequest) {
        #expect(StartRequest(arguments: arguments) == request)
    }
}

struct StartDecisionTests {
    private let minimal = ["RISHI_LISTEN": "h:1", "RISHI_BROKERS": "a:1", "RISHI_KEY": "hunter2"]

    private func decision(_ arguments: [String], _ variables: [String: String]) -> StartDecision<SampleConfiguration> {
        StartDecision(program: "sample", version: "1.2.3", arguments: arguments, variables: variables)
    }

    @Test("a process runs only with settings that hold, and otherwise names what is wrong")
    func settings() {
        guard case .run(let loaded) = decision([], minimal) else {
            Issue.record("valid settings must run")
            return
        }
        #expect(loaded.value.workers == 2)
        guard case .refuse(let text, exitCode: 78) = decision([], ["RISHI_LISTEN": "x"]) else {
            Issue.record("wrong settings must be refused")
            return
        }
        #expect(text.contains("3 settings are wrong") && text.contains("RISHI_KEY"))
    }

    @Test("questions are answered without starting, help and version even without settings")
    func questions() {
        if case .answer(let text) = decision(["--version"], [:]) { #expect(text == "sample 1.2.3\n") }
        if case .answer(let text) = decision(["--help"], [:]) { #expect(text.contains("RISHI_TIER")) }
        if case .answer(let text) = decision(["--print-config"], minimal) { #expect(text.contains("RISHI_WORKERS=2")) }
        for arguments in [["--version"], ["--help"], ["--print-config"]] {
            guard case .answer = decision(arguments, minimal) else {
                Issue.record("\(arguments) must be answered")
                return
            }
        }
        guard case .refuse(_, exitCode: 64) = decision(["--what"], minimal) else {
            Issue.record("an unknown argument must be refused")
            return
        }
    }

    @Test("health is asked for where the process tells it, and only with settings that hold")
    func health() {
        guard case .askHealth(let address) = decision(["--health"], minimal) else {
            Issue.record("health must be asked for")
            return
        }
        #expect(address == HostPort(host: "h", port: 1))
        guard case .refuse(_, exitCode: 78) = decision(["--health"], [:]) else {
            Issue.record("without settings there is nobody to ask")
            return
        }
    }

    @Test("log levels are settings by their names")
    func logLevels() {
        #expect(SettingKind<LogLevel>.logLevel.parse("warning") == .warning)
        #expect(SettingKind<LogLevel>.logLevel.parse("WARNING") == nil)
    }
}

struct SettingKindTests {
    @Test(
        "durations need a unit",
        arguments: [
            ("0", .zero), ("0s", .zero), ("1us", .microseconds(1)), ("250ms", .milliseconds(250)),
            ("10s", .seconds(10)),
            ("5m", .seconds(300)), ("2h", .seconds(7200)), ("1d", .seconds(86_400)), ("10", nil), ("", nil), ("s", nil),
            ("1.5s", nil), ("-1s", nil), ("+1s", nil), ("1 s", nil), ("1S", nil), ("٣s", nil),
            ("9223372036854775807d", nil),
            ("99999999999999999999s", nil),
        ] as [(String, Duration?)])
    func durations(text: String, value: Duration?) {
        #expect(parseDuration(text) == value)
        if let value { #expect(parseDuration(durationText(value)) == value) }
    }

    @Test(
        "sizes may have a unit",
        arguments: [
            ("0", 0), ("512", 512), ("512B", 512), ("64KiB", 65_536), ("10MB", 10_000_000), ("1GiB", 1 << 30),
            ("1k", nil),
            ("", nil), ("KiB", nil), ("-1", nil), ("1.5MiB", nil), ("9223372036854775807GiB", nil),
        ] as [(String, Int?)])
    func sizes(text: String, value: Int?) {
        #expect(parseSize(text) == value)
        if let value { #expect(parseSize(sizeText(value)) == value) }
    }

    @Test(
        "hosts and ports are taken apart",
        arguments: [
            ("localhost:80", "localhost", 80), ("127.0.0.1:0", "127.0.0.1", 0), ("[::1]:65535", "::1", 65_535),
            ("kafka-1.svc_a:9092", "kafka-1.svc_a", 9092),
        ])
    func hostPorts(text: String, host: String, port: UInt16) {
        #expect(HostPort(text) == HostPort(host: host, port: port))
        #expect(HostPort(text)?.description == text)
    }

    @Test(
        "what is no host and port is refused",
        arguments: [
            "", ":", "host", "host:", ":80", "host:65536", "host:-1", "host:+1", "::1:80", "[::1]", "[]:1", "[host]:1",
            "ho st:1", "a/b:1", "ü:1",
        ])
    func notHostPorts(_ text: String) {
        #expect(HostPort(text) == nil)
    }

    @Test(
        "URLs are absolute, http or https, and carry no secrets",
        arguments: [
            ("http://collector:4318/v1/traces", "http://collector:4318/v1/traces"), ("https://a.b", "https://a.b:443"),
            ("HTTP://a/", "http://a:80/"), ("ftp://a/", nil), ("a:80", nil), ("http://", nil), ("http://u@h/", nil),
            ("http://h/?q", nil), ("http://h/#f", nil), ("http://h:0x50/", nil), ("http://h/a b", nil),
        ] as [(String, String?)])
    func urls(text: String, normal: String?) {
        #expect(EndpointURL(text)?.description == normal)
    }
}

private struct Files: FileSource {
    let contents: [String: [UInt8]]

    init(_ contents: [String: [UInt8]]) {
        self.contents = contents
    }

    func read(_ path: String, atMost limit: Int) throws(FileFault) -> [UInt8] {
        guard let bytes = contents[path] else { throw .unreadable }
        guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        return bytes
    }
}
