public import ComplianceDomain
import Foundation
public import JSON

/// Where the shipped data set is read from: a folder that has it at the same place as a checkout, which is what an
/// image carries as its data folder (`RISHI_DATA`).
public struct LawFolder: Sendable {
    public let root: String

    public init(root: String) {
        self.root = root
    }

    /// Where the data set lies below the root.
    public static let path = "Services/Compliance/Data/state_rules.json"

    /// The whole data set, or everything that is wrong with it.
    public func read() throws(LawFault) -> LawCollection {
        guard let contents = FileManager.default.contents(atPath: "\(root)/\(Self.path)") else {
            throw .unreadable("\(root)/\(Self.path)")
        }
        return try LawCollection(stateRules: Array(contents))
    }
}

extension LawCollection {
    /// Reads the text of `state_rules.json`.
    public init(stateRules document: [UInt8]) throws(LawFault) {
        do throws(JSONFaults) {
            self = try StateRulesDocument(json: document).laws
        } catch {
            throw .refused(error)
        }
    }
}

/// Why there are no rules to judge by.
public enum LawFault: Error, Equatable, Sendable, CustomStringConvertible {
    case unreadable(String)
    /// Everything that is wrong with the data set.
    case refused(JSONFaults)

    public var label: StaticString {
        switch self {
        case .unreadable: "law_unreadable"
        case .refused: "law_refused"
        }
    }

    public var description: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read: set RISHI_DATA to a folder that has it"
        case .refused(let faults): "\(LawFolder.path) is refused: \(faults)"
        }
    }
}
