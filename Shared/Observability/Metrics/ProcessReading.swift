import Glibc

/// Readings of this process from the kernel. Nil when the kernel does not tell.
public enum ProcessReading {
    /// What the process takes, and what it may take.
    public struct Memory: Sendable, Equatable {
        public var residentBytes: Int
        public var virtualBytes: Int
    }

    /// From `/proc/self/statm`.
    public static func memory() -> Memory? {
        guard let fields = text(of: "/proc/self/statm")?.split(separator: " "), fields.count >= 2,
            let virtual = Int(fields[0]), let resident = Int(fields[1])
        else { return nil }
        let page = sysconf(Int32(_SC_PAGESIZE))
        return Memory(residentBytes: resident * page, virtualBytes: virtual * page)
    }

    /// The memory this process may use: the limit of its control group, else what the machine has.
    public static func memoryLimitBytes() -> Int? {
        if let limit = text(of: "/sys/fs/cgroup/memory.max").flatMap({ Int($0.trimmedLine) }) { return limit }
        guard let line = text(of: "/proc/meminfo")?.split(separator: "\n").first(where: { $0.hasPrefix("MemTotal:") }),
            let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return kilobytes * 1024
    }

    /// User and kernel time.
    public static func cpuSeconds() -> Double? {
        var time = timespec()
        // Safety: the call fills the one structure it is lent.
        guard unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return nil }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    public static func threads() -> Int? {
        // The name in parentheses may hold anything, blanks included; the fields are counted behind it.
        guard let stat = text(of: "/proc/self/stat"), let close = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[close...].split(separator: " ")
        return fields.count > 18 ? Int(fields[18]) : nil
    }

    public static func openDescriptors() -> Int? {
        // Safety: the directory stream is used by this call only and closed by it.
        guard let directory = unsafe opendir("/proc/self/fd") else { return nil }
        // Safety: opened above and closed only here.
        defer { unsafe closedir(directory) }
        var entries = 0
        // Safety: the stream is open until this function returns, and no entry is kept.
        while unsafe readdir(directory) != nil { entries += 1 }
        // `.`, `..` and the descriptor that reads the directory are not the process's own.
        return max(entries - 3, 0)
    }

    public static func descriptorsMax() -> Int? {
        var limit = rlimit()
        // Safety: the call fills the one structure it is lent.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Int(clamping: limit.rlim_cur)
    }

    /// A small file of the kernel's, whole.
    private static func text(of path: String) -> String? {
        // Safety: the string lends its bytes for the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        // Safety: the array lends its storage for the call, and the count is its own.
        let count = unsafe read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}

extension String {
    fileprivate var trimmedLine: Substring {
        self[..<(firstIndex(of: "\n") ?? endIndex)]
    }
}
