import Foundation

/// Where migrations are read from: a folder that has them at the same places as a checkout, which is what an image
/// carries as its data folder.
public struct MigrationSource: Sendable {
    public let root: String

    public init(root: String) {
        self.root = root
    }

    /// The tables that every service has.
    static let platformFolder = "Shared/Migrations/Platform"

    /// The services that have migrations here.
    public var databases: [ServiceDatabase] {
        ServiceDatabase.allCases.filter { isFolder(folder(of: $0)) }
    }

    /// What makes up a service's database, in the order in which it is applied: the shared tables, then its own.
    public func sets(of database: ServiceDatabase) throws(MigrationFaults) -> [MigrationSet] {
        [
            try set(named: "platform", in: Self.platformFolder),
            try set(named: database.rawValue, in: folder(of: database)),
        ]
    }

    private func folder(of database: ServiceDatabase) -> String { "Services/\(database.folder)/Service/Migrations" }

    private func set(named name: String, in folder: String) throws(MigrationFaults) -> MigrationSet {
        let path = "\(root)/\(folder)"
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw MigrationFaults(faults: [.unreadable(path)])
        }
        var files: [MigrationFile] = []
        var faults: [MigrationFault] = []
        for file in names.sorted() where !file.hasPrefix(".") {
            do throws(MigrationFault) {
                guard let contents = FileManager.default.contents(atPath: "\(path)/\(file)") else {
                    throw .unreadable("\(path)/\(file)")
                }
                files.append(try MigrationFile(set: name, name: file, contents: Array(contents)))
            } catch {
                faults.append(error)
            }
        }
        guard faults.isEmpty else { throw MigrationFaults(faults: faults) }
        return try MigrationSet(name: name, files: files)
    }

    private func isFolder(_ folder: String) -> Bool {
        // What cannot be listed is no folder of migrations; a link to a folder can.
        (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) != nil
    }
}
