/* The portal's own small improvements. Every page works without this file; nothing here is needed to get on. */
(function () {
  "use strict";

  var all = function (selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); };
  var problem = function () { return document.getElementById("problem"); };

  /* Words that are left of a text with a limit. */

  function countWords(note) {
    var text = document.getElementById(note.dataset.wordsOf);
    if (!text) return;
    var words = text.value.trim() ? text.value.trim().split(/\s+/).length : 0;
    var left = Number(note.dataset.limit) - words;
    var over = left < 0;
    var one = Math.abs(left) === 1;
    var pattern = over ? (one ? note.dataset.overOne : note.dataset.over) : (one ? note.dataset.leftOne : note.dataset.left);
    note.textContent = pattern.replace("{n}", Math.abs(left));
    note.classList.toggle("words--over", over);
  }

  function noteOf(field) {
    return field.id && document.querySelector('[data-words-of="' + CSS.escape(field.id) + '"]');
  }

  /* Texts that are not yet saved. A form with data-autosave saves itself through htmx; its note says how it goes. */

  var unsaved = new Set();
  var writing = new WeakMap();
  var again = new WeakMap();
  var hold = false;

  function savedNote(form) {
    return document.getElementById(form.dataset.autosave || "saved");
  }

  function say(form, what) {
    var note = savedNote(form);
    if (!note || !note.dataset[what]) return;
    note.textContent = note.dataset[what];
    note.dataset.state = what;
  }

  function isWatched(form) {
    return form && (form.hasAttribute("data-autosave") || form.hasAttribute("data-warn"));
  }

  function tryAgain(form) {
    clearTimeout(again.get(form));
    again.set(form, setTimeout(function () {
      if (unsaved.has(form) && document.contains(form) && window.htmx) window.htmx.trigger(form, "change");
    }, 10000));
  }

  document.addEventListener("input", function (event) {
    var field = event.target;
    var note = noteOf(field);
    if (note) countWords(note);
    if (isWatched(field.form)) {
      unsaved.add(field.form);
      writing.set(field.form, (writing.get(field.form) || 0) + 1);
    }
  });

  window.addEventListener("beforeunload", function (event) {
    unsaved.forEach(function (form) { if (!document.contains(form)) unsaved.delete(form); });
    if (unsaved.size && !hold) event.preventDefault();
  });

  window.addEventListener("online", function () {
    unsaved.forEach(tryAgain);
  });

  /* One press, one sending. The button keeps its name and value; it comes back if the page does. */

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    setTimeout(function () {
      if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
      engage(form);
      unsaved.delete(form);
      hold = true;
      setTimeout(function () { release(form); }, 15000);
    }, 0);
  }, true);

  function engage(form) {
    form.dataset.sent = "yes";
    all("button[type=submit]", form).forEach(function (button) { button.setAttribute("aria-disabled", "true"); });
  }

  function release(form) {
    hold = false;
    delete form.dataset.sent;
    all("button[aria-disabled]", form).forEach(function (button) { button.removeAttribute("aria-disabled"); });
  }

  window.addEventListener("pageshow", function (event) {
    if (event.persisted) all("form[data-sent]").forEach(release);
  });

  /* Files, each by itself, with its progress. The answer is the list of files as a fragment. */

  function fill(pattern, name) { return pattern.replace("{name}", name); }

  function put(target, html) {
    var old = target && document.getElementById(target);
    var made = document.createElement("template");
    made.innerHTML = html;
    var fresh = target && made.content.querySelector("#" + CSS.escape(target));
    if (!old || !fresh) return false;
    old.replaceWith(fresh);
    if (window.htmx) window.htmx.process(fresh);
    return true;
  }

  function upload(input, file, done) {
    var list = input.parentNode.querySelector(".uploads");
    var row = document.createElement("li");
    var words = document.createElement("span");
    var bar = document.createElement("progress");
    if (file.size > Number(input.dataset.largest)) {
      row.textContent = fill(input.dataset.tooLarge, file.name);
      list.append(row);
      done();
      return;
    }
    var data = new FormData(input.form);
    var request = new XMLHttpRequest();
    words.textContent = fill(input.dataset.sending, file.name);
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", words.textContent);
    row.append(words, bar);
    list.append(row);
    data.delete(input.name);
    data.append(input.name, file, file.name);
    request.open("POST", input.dataset.uploadUrl);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("HX-Target", input.dataset.target);
    request.upload.onprogress = function (event) { if (event.lengthComputable) bar.value = 100 * event.loaded / event.total; };
    request.onloadend = function () {
      var elsewhere = request.getResponseHeader("HX-Retarget");
      var fine = request.status >= 200 && request.status < 300;
      bar.remove();
      if (fine && request.getResponseHeader("HX-Redirect")) { hold = true; location.assign(request.getResponseHeader("HX-Redirect")); return; }
      if (fine && put(input.dataset.target, request.responseText)) row.remove();
      else if (fine) words.textContent = fill(input.dataset.sent, file.name);
      else if (elsewhere === "#problem") {
        words.textContent = fill(input.dataset.failed, file.name);
        problem().innerHTML = request.responseText;
      } else {
        /* The fragment says why. The reason stands in the file's own line, so that the next file does not take it away. */
        put(input.dataset.target, request.responseText);
        var why = document.querySelector("#" + CSS.escape(input.dataset.target) + " .form-error-message");
        words.textContent = why ? why.textContent : fill(input.dataset.failed, file.name);
        if (why) { words.className = why.className; why.remove(); }
      }
      done();
    };
    request.send(data);
  }

  document.addEventListener("change", function (event) {
    var input = event.target;
    if (!input.matches("input[type=file][data-upload-url]")) return;
    event.stopPropagation();
    problem().textContent = "";
    /* What was said of the files before these is no longer true. */
    input.parentNode.querySelector(".uploads").textContent = "";
    var files = Array.prototype.slice.call(input.files);
    (function next() {
      if (files.length) upload(input, files.shift(), next);
      else input.value = "";
    }());
  }, true);

  /* htmx: what goes wrong is said in words, and focus stays where the person is. */

  function on(name, does) { document.addEventListener("htmx:" + name, does); }

  on("beforeRequest", function (event) {
    var form = event.detail.elt;
    /* A form that saves itself does so as the mouse goes down on its button: nothing may move from under it. */
    var isSaving = form.matches && form.matches("form[data-autosave]");
    if (problem() && form !== document.body && !isSaving) problem().textContent = "";
    if (isSaving) {
      form.sentAt = writing.get(form) || 0;
      say(form, "saving");
    } else if (form.matches && form.matches("form[method=post]")) engage(form);
  });

  on("afterRequest", function (event) {
    var form = event.detail.elt;
    if (!form.matches || !form.matches("form")) return;
    /* For htmx an answer that is swapped in has succeeded, also one that says no. */
    var status = event.detail.xhr ? event.detail.xhr.status : 0;
    var isKept = status >= 200 && status < 400;
    if (form.dataset.sent) {
      release(form);
      if (isKept) unsaved.delete(form);
    }
    if (!form.matches("[data-autosave]")) return;
    var note = savedNote(form);
    if (isKept) {
      if (problem()) problem().textContent = "";
      clearTimeout(again.get(form));
      if (note) delete note.dataset.state;
      if ((writing.get(form) || 0) === form.sentAt) unsaved.delete(form);
    } else if (status !== 409) {
      say(form, "failed");
      if (status === 0 || status === 401 || status === 429 || status >= 500) tryAgain(form);
    }
  });

  on("responseError", function (event) {
    var request = event.detail.xhr;
    var place = problem();
    if (!place) return;
    if (request.getResponseHeader("HX-Retarget") === "#problem") place.innerHTML = request.responseText;
    else place.textContent = request.status >= 500 ? place.dataset.server : place.dataset.refused;
  });

  ["sendError", "timeout"].forEach(function (name) {
    on(name, function () { if (problem()) problem().textContent = problem().dataset.network; });
  });

  on("afterSettle", function (event) {
    var root = event.detail.elt;
    if (!root || !root.querySelector) return;
    ready(root);
    var summary = root.matches(".error-summary") ? root : root.querySelector(".error-summary");
    if (summary) { summary.focus(); return; }
    if (document.activeElement && document.activeElement !== document.body) return;
    var verb = event.detail.requestConfig && event.detail.requestConfig.verb;
    if (!verb || verb === "get") return;
    var next = root.querySelector("[autofocus], h1, h2, h3") || root;
    if (!next.matches("a,button,input,select,textarea")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  });

  /* When a page or a part of it arrives. */

  function ready(root) {
    all("[data-words-of]", root).forEach(countWords);
    all(".upload-button", root).forEach(function (row) { row.hidden = true; });
    all(".table-box", root).forEach(function (box) {
      if (box.scrollWidth <= box.clientWidth) box.removeAttribute("tabindex");
      else box.tabIndex = 0;
    });
  }

  function start() {
    ready(document);
    var summary = document.querySelector(".error-summary");
    if (summary) summary.focus();
    all(".nav [aria-current], .tabs [aria-current]").forEach(function (link) {
      var row = link.closest(".nav, .tabs ul");
      if (row.scrollWidth > row.clientWidth) row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
    });
  }

  window.addEventListener("resize", function () { ready(document); });

  /* A link in the summary puts the cursor in the field, not merely the field on the screen. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('.error-summary a[href^="#"]');
    var field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".form-group, .score") || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}());
