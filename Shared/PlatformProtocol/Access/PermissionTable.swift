import Identifiers

/// Which role may do which operation: every operation there is, deny by default. Read by the gateway and by every
/// service, printed into the API description and the documents.
public enum PermissionTable {
    /// Every row, service by service.
    public static let operations: [Operation] =
        booking + reservations + organizations + staff + kits + compliance + regions + notifications + gateway
        + everywhere

    /// The row of this name.
    public static func operation(named name: String) -> Operation? {
        positions[name].map { operations[$0] }
    }

    /// The row that code of ours names. That there is one is a test's to find out: every table of routes is made there.
    public static func row(_ name: StaticString) -> Operation {
        guard let operation = operation(named: "\(name)") else {
            preconditionFailure("the permission table has the operation \(name)")
        }
        return operation
    }

    /// The rows one service answers.
    public static func operations(of service: ServiceName) -> [Operation] {
        operations.filter { $0.isAnswered(by: service) }
    }

    private static let positions = Dictionary(
        operations.indices.map { (operations[$0].name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The table as Markdown, a row for each operation: ● may, ○ may for what is their own.
    public static var markdown: String {
        let roles = Role.allCases
        var lines = [
            "| operation | method | path | class | writes | \(roles.map(\.rawValue).joined(separator: " | ")) |",
            "|" + String(repeating: " --- |", count: roles.count + 5),
        ]
        for operation in operations {
            let marks = roles.map { role in
                let set = RoleSet(role)
                return operation.isOpen || operation.allows(set) ? (operation.limitsToOwn(set) ? "○" : "●") : ""
            }
            let effect = operation.changesState ? "yes" : ""
            let head = "\(operation.name) | \(operation.method.name) | `\(operation.path)`"
            lines.append(
                "| \(head) | \(operation.classification.name) | \(effect) | \(marks.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Operation {
    /// The operation of this name in the permission table.
    public static func named(_ name: StaticString) -> Operation { PermissionTable.row(name) }
}
