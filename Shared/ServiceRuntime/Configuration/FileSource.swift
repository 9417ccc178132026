import Glibc

/// Where the files that settings name are read from; a test brings its own.
public protocol FileSource: Sendable {
    /// The whole file, which may not be longer than `limit`.
    func read(_ path: String, atMost limit: Int) throws(FileFault) -> [UInt8]
}

/// Why a file that a setting names could not be read.
public enum FileFault: Error, Equatable {
    case unreadable
    case tooLarge(limit: Int)

    public var label: StaticString {
        switch self {
        case .unreadable: "file_unreadable"
        case .tooLarge: "file_too_large"
        }
    }

    /// Completes a sentence that begins with the path.
    var reason: String {
        switch self {
        case .unreadable: "cannot be read"
        case .tooLarge(let limit): "is longer than \(limit) bytes"
        }
    }
}

/// The machine's own files.
public struct SystemFiles: FileSource {
    public init() {}

    public func read(_ path: String, atMost limit: Int) throws(FileFault) -> [UInt8] {
        // Safety: the string lends its bytes for the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            // Safety: the array lends its storage for the call, and the count is its own.
            let count = unsafe Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable }
            guard count > 0 else { return contents }
            guard contents.count + count <= limit else { throw .tooLarge(limit: limit) }
            contents += piece.prefix(count)
        }
    }
}

/// The environment this process was started with.
public func processEnvironment() -> [String: String] {
    // Without /proc there is nothing to read, and the settings that are required will say so one by one.
    let bytes = try? SystemFiles().read("/proc/self/environ", atMost: ConfigurationLimits.environmentBytes)
    var variables: [String: String] = [:]
    for entry in bytes?.split(separator: 0) ?? [] {
        guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
        let name = String(decoding: entry[..<equals], as: UTF8.self)
        variables[name] = String(decoding: entry[entry.index(after: equals)...], as: UTF8.self)
    }
    return variables
}
