private let path = "Shared/JSON/JSONReader.swift"

private func lines(_ count: Int) -> String {
    String(repeating: "x\n", count: count)
}

/// Rules on how the code looks.
let examplesOfForm: [RuleExample] = [
    RuleExample(
        "leftovers", path, "// A todo list, \(unfinishedWords[3])NEY and \(unfinishedWords[0])s are fine.\n", finds: 0),
    RuleExample("leftovers", path, unfinishedWords.map { "// \($0): later\n" }.joined(), finds: 4),
    RuleExample("leftovers", "deploy/up", "#!/bin/sh\n# \(unfinishedWords[1])\n", finds: 1),
    RuleExample("unfinished sentences", path, "let text = \"\(unfinishedPhrases[0])\" // forever", finds: 0),
    RuleExample("unfinished sentences", path, "/// Good enough \(unfinishedPhrases[0]).\nlet a = 1", finds: 1),
    RuleExample("unfinished sentences", path, unfinishedPhrases.map { "// \($0)\n" }.joined(), finds: 4),
    RuleExample("white space", path, "let a = \"\\t\"\n    let b = 1\n", finds: 0),
    RuleExample("white space", path, "let a = 1 \n\tlet b = 1\nlet c = 1\r\n", finds: 3),
    RuleExample("white space", "README.md", "text  \n", finds: 1),
    RuleExample("final newline", path, "let a = 1\n", finds: 0),
    RuleExample("final newline", path, "let a = 1", finds: 1),
    RuleExample("machine paths", path, "let path = \"/usr/share/homes/networks\"\n", finds: 0),
    RuleExample("machine paths", "deploy/up", machinePaths.map { "cd \($0)x\n" }.joined(), finds: 6),

    RuleExample("file size", path, lines(400), finds: 0),
    RuleExample("file size", path, lines(401), finds: 1),
    RuleExample("file size", "deploy/README.md", lines(401), finds: 0),
    RuleExample(
        "function size", path, "func f(a: () -> Int = { 1 }) -> [Int] {\n\(lines(68))}\nfunc g()\n\(lines(80))",
        finds: 0),
    RuleExample("function size", path, "protocol P {\n    func f()\n    var a: Int { get }\n\(lines(80))}\n", finds: 0),
    RuleExample("function size", path, "func f(\n) async throws(E) {\n\(lines(68))}\nlet a = \"}\"", finds: 1),
    RuleExample(
        "function size", path, "init?(a: Int) {\n    if a { \"{\" }\n\(lines(68))}\ndeinit {\n\(lines(69))}\n", finds: 2
    ),
    RuleExample("main size", "Gateway/Main/Main.swift", lines(40), finds: 0),
    RuleExample("main size", "Gateway/Main/Main.swift", lines(41), finds: 1),

    RuleExample(
        "type names", path, "struct Database {}; enum Metadata {}; class func makeBase() {}; struct JSON2 {}", finds: 0),
    RuleExample("type names", path, "class PoolManager {}; struct UserInfo {}; typealias UserData = Int", finds: 3),
    RuleExample("type names", path, "public enum JSON {}", finds: 1),
    RuleExample("type names", "Gateway/Core/GatewayCore.swift", "enum GatewayCore {}", finds: 1),
    RuleExample("function names", path, "func get(_ path: String) {}; func getaway() {}; func user() {}", finds: 0),
    RuleExample("function names", path, "func getUser() {}", finds: 1),
    RuleExample("folder names", path, "", finds: 0),
    RuleExample("folder names", "Shared/JSON/Helpers/Number.swift", "", finds: 1),

    RuleExample(
        "documented types", path, "/// A.\n@frozen\npublic struct A {}\nstruct B {}\npublic func f() {}", finds: 0),
    RuleExample("documented types", path, "// A.\npublic struct A {}\n\npublic final class B {}", finds: 2),
    RuleExample("shell scripts", "deploy/up", "#!/usr/bin/env bash\n# Starts it.\nset -euo pipefail\n", finds: 0),
    RuleExample("shell scripts", "deploy/up", "#!/usr/bin/env bash\nset -e\n", finds: 1),
    RuleExample("shell scripts", "deploy/up", "#!/bin/bash\nset -euo pipefail\n\(lines(149))", finds: 1),
    RuleExample("shell scripts", "deploy/seed", "#!/usr/bin/env python3\n", finds: 0),
]
