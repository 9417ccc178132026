import Foundation

/// The folder `.run` of a checkout: everything that running the platform here leaves behind.
public struct RunFolder: Sendable {
    public let path: String

    /// The folder of the checkout at `checkout`, which must be an absolute path: the processes start elsewhere.
    public init(checkout: String) {
        precondition(checkout.hasPrefix("/"), "whoever starts elsewhere needs the whole path")
        path = (checkout == "/" ? "" : checkout) + "/.run"
    }

    var logs: String { path + "/logs" }
    var secrets: String { path + "/secrets" }
    var lock: String { path + "/lock" }
    var postgres: String { path + "/postgres" }
    var brokerAddress: String { path + "/broker-address" }
    /// What an operator's shell reads to reach the databases and the broker.
    var environment: String { path + "/environment" }

    public func log(of name: String) -> String { "\(logs)/\(name).log" }

    /// Makes what is missing of it.
    public func make() throws(LocalPlatformError) {
        for folder in [path, logs, secrets] {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw .notUsable(folder, why: error.localizedDescription)
            }
        }
        do {
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: secrets)
        } catch {
            throw .notUsable(secrets, why: error.localizedDescription)
        }
    }
}

/// A file that is whole or not there, for its owner alone.
func writePrivately(_ bytes: [UInt8], to path: String) throws(LocalPlatformError) {
    let draft = path + ".new"
    let made = FileManager.default.createFile(
        atPath: draft, contents: Data(), attributes: [.posixPermissions: 0o600])
    guard made, let file = FileHandle(forWritingAtPath: draft) else {
        throw .notUsable(path, why: "it cannot be written")
    }
    do {
        try file.write(contentsOf: Data(bytes))
        try file.close()
        // rename(2) replaces what was there in one step, which FileManager does not promise.
        // Safety: both strings lend their bytes for the call.
        guard unsafe rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
        throw .notUsable(path, why: error.localizedDescription)
    }
}
