import Foundation

/// What the figures were measured on.
struct Machine: CustomStringConvertible {
    let description: String

    static var current: Machine {
        // A machine that does not say what it is stays unnamed.
        let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let kernel = (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)) ?? ""  // As above.
        let model = cpu.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
        let name = model?.trimmingCharacters(in: .whitespaces) ?? "unknown processor"
        let gibibytes = ProcessInfo.processInfo.physicalMemory >> 30
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let release = kernel.trimmingCharacters(in: .whitespacesAndNewlines)
        return Machine(description: "\(name), \(cores) cores, \(gibibytes) GiB, Linux \(release)")
    }
}
