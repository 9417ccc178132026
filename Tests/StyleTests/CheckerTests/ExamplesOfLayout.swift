private let manifest = """
    import PackageDescription
    func shared(_ name: String) {}
    let targets = tested("Bytes") + shared("TestKit") + service("Staff")
    let other = [program("rishi-bench", in: "deploy/Bench"), .target(name: "CLinux", path: "Shared/CLinux")]
    """
private let rulesAlone = "\nlet more = rules(of: \"Kits\")"
private let header = "// Bytes: what it is,\n// and what it is not.\n"

private func package(
    _ manifest: String = manifest, without missing: String = "", and others: [(path: String, text: String)] = []
) -> [(path: String, text: String)] {
    let paths = [
        "Shared/Bytes/Bytes.swift", "Tests/Shared/BytesTests/BytesTests.swift", "Shared/TestKit/Waiting.swift",
        "Services/Staff/Domain/Staff.swift", "Services/Staff/Service/StaffService.swift",
        "Services/Staff/Main/Main.swift", "Tests/Staff/DomainTests/StaffTests.swift",
        "Tests/Staff/ServiceTests/StaffServiceTests.swift", "deploy/Bench/Main.swift", "Shared/CLinux/CLinux.c",
    ]
    return [("Package.swift", manifest)] + paths.filter { $0 != missing }.map { ($0, header) } + others
}

/// Rules on the repository as a whole.
let examplesOfLayout: [RuleExample] = [
    RuleExample("dependencies", package(and: [("Shared/Bytes/A.swift", "import Glibc\nimport StaffDomain")]), finds: 0),
    RuleExample(
        "dependencies", package(manifest + rulesAlone, and: [("Tests/A.swift", "import KitsDomain")]), finds: 0),
    RuleExample("dependencies", package(and: [("Shared/Bytes/A.swift", "import NIOCore\nimport Numerics")]), finds: 2),

    RuleExample("top level", package(and: [(".swift-format", ""), ("README.md", ""), ("LICENSE", "")]), finds: 0),
    RuleExample("top level", package(and: [("Makefile", ""), ("docs/a.md", "")]), finds: 2),

    RuleExample("targets", package(and: [("deploy/Fuzz/uri.swift", "")]), finds: 0),
    RuleExample("targets", package(manifest + rulesAlone, and: [("Services/Kits/Domain/A.swift", header)]), finds: 1),
    RuleExample(
        "targets",
        package(
            manifest + rulesAlone,
            and: [("Services/Kits/Domain/A.swift", header), ("Tests/Kits/DomainTests/A.swift", "import KitsDomain")]),
        finds: 0),
    RuleExample("targets", package(without: "Tests/Shared/BytesTests/BytesTests.swift"), finds: 1),
    RuleExample("targets", package(without: "Services/Staff/Domain/Staff.swift"), finds: 1),
    RuleExample("targets", package(and: [("Shared/Bytes2/A.swift", ""), ("Tests/A.swift", "")]), finds: 2),
    RuleExample("targets", package(manifest + "\nlet more = [.package(url: \"x\", from: \"1\")]"), finds: 1),

    RuleExample("module headers", package(), finds: 0),
    RuleExample(
        "module headers",
        package(without: "Shared/Bytes/Bytes.swift", and: [("Shared/Bytes/A.swift", "// A\nlet a = 1")]), finds: 1),
]
