/**
 * unittest writes no report: this runs it, with the arguments it is given, and writes one. Standard library only, Python 3.8 or
 * later. It lies in a file of its own while it runs.
 */
export const unittestReportName = "tidegate_unittest.py";

export const unittestReport = `import inspect
import json
import os
import sys
import time
import traceback
import unittest
from xml.etree import ElementTree

report, only = os.environ["TIDEGATE_REPORT"], json.loads(os.environ["TIDEGATE_ONLY"])
sys.path[0] = os.getcwd()


def place(test):
    try:
        method = getattr(test, test._testMethodName)
        method = inspect.unwrap(method)
        return inspect.getsourcefile(type(test)), method.__code__.co_firstlineno
    except Exception:
        return None, None


class Result(unittest.TextTestResult):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.root = ElementTree.Element("testsuites")
        self.suite = ElementTree.SubElement(self.root, "testsuite", name="unittest")
        self.began = {}
        self.open = {}

    def case(self, test):
        if test.id() not in self.open:
            suite, _, name = test.id().rpartition(".")
            # a class or a module that could not be set up is told as "setUpClass (tests.test_x.Case)"
            suite, name = ("", test.id()) if " (" in test.id() and not hasattr(test, "_testMethodName") else (suite, name)
            element = ElementTree.SubElement(self.suite, "testcase", classname=suite, name=name)
            file, line = place(test)
            if file is not None:
                element.set("file", file)
                element.set("line", str(line))
            self.open[test.id()] = element
        return self.open[test.id()]

    def tell(self, test, kind, message, text, what=""):
        ElementTree.SubElement(self.case(test), kind, message=message, type=what).text = text

    def broke(self, test, kind, error, prefix=""):
        exception, value, _ = error
        loading = type(test).__name__ in ("_FailedTest", "ModuleImportFailure")
        message = prefix + "".join(traceback.format_exception_only(exception, value)).strip()
        self.tell(test, kind, message, self._exc_info_to_string(error, test), "collection" if loading else exception.__name__)

    def startTest(self, test):
        super().startTest(test)
        self.began[test.id()] = time.monotonic()
        self.case(test)

    def stopTest(self, test):
        super().stopTest(test)
        self.case(test).set("time", "%.6f" % (time.monotonic() - self.began[test.id()]))

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.broke(test, "failure", error)

    def addError(self, test, error):
        super().addError(test, error)
        self.broke(test, "error", error)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.tell(test, "skipped", reason, "")

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            kind = "failure" if issubclass(error[0], test.failureException) else "error"
            self.broke(test, kind, error, subtest._subDescription() + ": ")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.tell(test, "failure", "it passed, and was expected to fail", "")


def chosen(tests):
    for test in tests:
        if isinstance(test, unittest.TestSuite):
            yield from chosen(test)
        elif test.id() in only:
            yield test


class Runner(unittest.TextTestRunner):
    resultclass = Result

    def run(self, test):
        result = super().run(unittest.TestSuite(chosen([test])) if only else test)
        with open(report, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(ElementTree.tostring(result.root, encoding="unicode"))
        return result


if __name__ == "__main__":
    unittest.main(module=None, argv=["python -m unittest"] + sys.argv[1:], testRunner=Runner)
`;
