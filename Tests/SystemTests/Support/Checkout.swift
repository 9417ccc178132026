import Foundation
import LocalPlatform

/// A folder that stands for this checkout, so that what runs from it leaves its data, secrets and logs there. It has the
/// services, their migrations and their data as links.
struct Checkout {
    let path: String

    init() throws {
        let files = FileManager.default
        path = files.temporaryDirectory.appending(path: "rs\(UInt32.random(in: .min ... .max))")
            .resolvingSymlinksInPath().path(percentEncoded: false)
        try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        for folder in ["Gateway", "Services", "Shared"] {
            try files.createSymbolicLink(
                atPath: "\(path)/\(folder)", withDestinationPath: "\(Self.repository)/\(folder)")
        }
    }

    func remove() {
        // What stays behind in the temporary folder is only litter.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The programs of this build.
    static let programs = Bundle.main.bundleURL.resolvingSymlinksInPath().path(percentEncoded: false)
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path(percentEncoded: false)

    /// Tests ask more than people do; what the gateway makes of that is not what they are about.
    private static let settings = [
        "PATH": "/usr/bin:/bin", "RISHI_LOG_LEVEL": "info", "RISHI_LIMIT_REQUESTS": "100000/10s",
        "RISHI_LIMIT_WRITES": "100000/10s", "RISHI_LIMIT_ORGANIZATION": "100000/10s", "RISHI_LIMIT_CONCURRENT": "200",
        "RISHI_LIMIT_AUTHENTICATION": "100000/10s",
    ]

    /// Below the ports that the kernel lends to outgoing connections.
    func options(_ settings: [String: String]) -> PlatformOptions {
        PlatformOptions(
            checkout: path, programs: Self.programs, portShift: .random(in: 10_000...24_000),
            environment: settings.merging(Self.settings) { own, _ in own })
    }

    /// The last lines of every process, for a failure.
    var lastLines: String {
        let logs = "\(path)/.run/logs"
        // A log that is not there has no lines.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: logs))?.sorted() ?? []
        return names.map { name in
            // Neither has one that goes at this moment.
            let text = (try? String(contentsOfFile: "\(logs)/\(name)", encoding: .utf8)) ?? ""
            return "--- \(name)\n" + text.split(separator: "\n").suffix(15).joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
