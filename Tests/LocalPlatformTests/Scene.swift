import EventLoop
import Foundation
import Identifiers
import TestKit

@testable import LocalPlatform

/// A folder that stands for a checkout, gone afterwards. It has the gateway, and this checkout's migrations.
struct Scene {
    let checkout: String
    let lines = Recorded<[String]>([])

    var folder: RunFolder { RunFolder(checkout: checkout) }
    var say: @Sendable (String) -> Void { { [lines] line in lines.update { $0.append(line) } } }
    var text: String { lines.value.joined(separator: "\n") }

    init() throws {
        checkout = FileManager.default.temporaryDirectory.appending(path: "lp\(UInt32.random(in: .min ... .max))")
            .resolvingSymlinksInPath().path(percentEncoded: false)
        let files = FileManager.default
        try files.createDirectory(atPath: checkout + "/Gateway/Main", withIntermediateDirectories: true)
        try files.createDirectory(atPath: checkout + "/Services/Booking/Service", withIntermediateDirectories: true)
        try files.createDirectory(atPath: checkout + "/Shared", withIntermediateDirectories: true)
        for part in ["Shared/Migrations", "Services/Booking/Service/Migrations"] {
            try files.createSymbolicLink(
                atPath: "\(checkout)/\(part)", withDestinationPath: "\(Self.repository)/\(part)")
        }
        try folder.make()
    }

    func remove() {
        // What stays behind in the temporary folder is only litter.
        try? FileManager.default.removeItem(atPath: checkout)
    }

    /// The programs of this build.
    static let programs = Bundle.main.bundleURL.path(percentEncoded: false)
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path(percentEncoded: false)

    /// Below the ports that the kernel lends to outgoing connections, which other tests have at any moment.
    func options(portShift: UInt16 = .random(in: 10_000...24_000)) -> PlatformOptions {
        PlatformOptions(
            checkout: checkout, programs: Self.programs, portShift: portShift,
            environment: ["PATH": "/usr/bin:/bin", "RISHI_LOG_LEVEL": "debug"])
    }

    /// A file of the scene's.
    func contents(_ path: String) -> String {
        // What is not there is empty.
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}

/// Whether a process does anything yet: one that only waits to be collected has no command line.
func isAlive(_ pid: Int32) -> Bool {
    // A process that is gone has no file.
    !((try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? "").isEmpty
}

/// The processes whose command line contains `text`.
func processes(naming text: String) -> [Int32] {
    // The folder of all processes is always there; a process may be gone before we look at it.
    let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap(Int32.init)
    return numbers.filter { number in
        // Without a command line it is not what is looked for.
        (try? String(contentsOfFile: "/proc/\(number)/cmdline", encoding: .utf8))?.contains(text) == true
    }
}
