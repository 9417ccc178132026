import EventLoop
public import Identifiers

/// The process as the kernel sees it. Each reading is a few small reads from /proc, which the kernel answers from
/// memory.
public struct ProcessMetrics: Sendable {
    /// Declares the figures under the names every Prometheus client uses.
    public static func declare(in registry: MetricsRegistry, startedAt start: Timestamp) {
        let startSeconds = Double(start.microsecondsSinceEpoch) / 1e6
        registry.observed("process_start_time_seconds", "Start of the process, in seconds since 1970.") { startSeconds }
        registry.observed("process_resident_memory_bytes", "Memory the process holds in RAM.") {
            ProcessReading.memory().map { Double($0.residentBytes) }
        }
        registry.observed("process_virtual_memory_bytes", "Address space the process has reserved.") {
            ProcessReading.memory().map { Double($0.virtualBytes) }
        }
        registry.observed(
            "process_cpu_seconds_total", "Processor time used, in user and kernel mode.", as: .counter
        ) { ProcessReading.cpuSeconds() }
        registry.observed("process_open_fds", "Open file descriptors.") {
            ProcessReading.openDescriptors().map(Double.init)
        }
        registry.observed("process_max_fds", "File descriptors the process may open.") {
            ProcessReading.descriptorsMax().map(Double.init)
        }
        registry.observed("process_threads", "Threads of the process.") {
            ProcessReading.threads().map(Double.init)
        }
    }
}
