import Observability
import ServiceRuntime
import Testing

@testable import GatewayCore

/// The tables of `Gateway/README.md` are printed from the declarations they describe, so that they cannot drift.
/// `GOLDEN_UPDATE=1 swift test --filter GatewayReadmeTests` prints them anew; the difference is for review.
@Suite("The gateway's README", .serialized)
struct GatewayReadmeTests {
    @Test("its table of settings is the one the program reads its environment by")
    func settings() throws {
        let rows = GatewayConfiguration.settings.map { setting in
            let file = setting.isSecret ? "<br>or `\(setting.name)_FILE`" : ""
            let fallback =
                switch setting.need {
                case .required: "**required**"
                case .optional(default: let text?) where !text.isEmpty: "`\(text)`"
                case .optional: "none"
                }
            return ["`\(setting.name)`\(file)", fallback, setting.documentation, setting.form]
        }
        try ReadmeTable(header: ["setting", "default", "what it is", "must be"], rows: rows).check(as: "settings")
    }

    @Test("its table of metrics is the one the program exposes")
    func metrics() throws {
        let clock = SystemWallClock()
        let output = try LogOutput(service: "gateway", level: .error, clock: clock)
        defer { output.close() }
        let registry = MetricsRegistry()
        // What Main declares, and what the gateway does.
        ProcessMetrics.declare(in: registry, startedAt: clock.now)
        output.declareMetrics(in: registry)
        let configuration = try GatewayConfigurationTests.load().value
        _ = try GatewayService(configuration, logger: Logger(output), registry: registry, clock: clock)
        var exposition: [UInt8] = []
        registry.expose(to: &exposition)
        try ReadmeTable(header: ["metric", "kind", "what it is"], rows: Self.families(exposition)).check(as: "metrics")
    }

    /// Name, kind and help of each family of a text exposition.
    private static func families(_ exposition: [UInt8]) -> [[String]] {
        let lines = String(decoding: exposition, as: UTF8.self).split(separator: "\n")
        var helps: [Substring: Substring] = [:]
        var rows: [[String]] = []
        for line in lines where line.hasPrefix("# ") {
            let words = line.split(separator: " ", maxSplits: 3)
            guard words.count == 4 else { continue }
            if words[1] == "HELP" { helps[words[2]] = words[3] }
            if words[1] == "TYPE" { rows.append(["`\(words[2])`", "\(words[3])", "\(helps[words[2], default: ""])"]) }
        }
        return rows
    }
}
