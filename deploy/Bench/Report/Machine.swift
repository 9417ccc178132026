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

    /// A word of warning if others are at work here already, which disturbs latency and throughput first.
    static var warning: String? {
        // Without a figure there is nothing to warn of.
        let load = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8).split(separator: " ").first
        guard let busy = load.flatMap({ Double($0) }), busy > 0.5 else { return nil }
        return "this machine is busy (load \(format(busy))): trust the ratios of CPU time, not latency and throughput"
    }
}
